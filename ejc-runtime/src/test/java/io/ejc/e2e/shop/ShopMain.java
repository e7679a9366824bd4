package io.ejc.e2e.shop;

import io.ejc.api.AttemptView;
import io.ejc.api.Ejc;
import io.ejc.api.EjcException;
import io.ejc.api.ItemView;
import io.ejc.api.RunView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * The host. Answers each line of its standard input, {@code NUMBER COMMAND ...}, with one line
 * {@code #NUMBER answer}; when the input ends, main returns and the jobs go on.
 */
public final class ShopMain {

  private ShopMain() {}

  public static void main(String[] args) throws IOException {
    Ejc ejc = Ejc.run(ShopMain.class, args);
    say("ready " + ejc.name());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      answer(ejc, words);
    }
  }

  private static void answer(Ejc ejc, String[] words) {
    String number = "#" + words[0] + " ";
    try {
      switch (words[1]) {
        case "trigger" -> say(number + ejc.trigger(words[2], words[3]).id());
        case "await" -> tellEnd(ejc, words[2], number);
        case "kill" -> say(number + ejc.kill(words[2], Integer.parseInt(words[3])));
        case "disable" -> {
          ejc.disable(words[2]);
          say(number + "done");
        }
        case "roll-back" -> {
          ejc.rollBack(words[2]);
          say(number + "done");
        }
        case "teardown" -> {
          ejc.teardown();
          say(number + "torn down");
        }
        case "why" -> say(number + ejc.whyWaiting(words[2], Integer.parseInt(words[3])).toString());
        case "look" -> say(number + look(ejc, words[2]));
        case "close" -> {
          ejc.close();
          say(number + "closed");
        }
        default -> say(number + "unknown command");
      }
    } catch (EjcException e) {
      say(number + "refused: " + e.getMessage());
    }
  }

  private static String look(Ejc ejc, String job) {
    return (ejc.leads() ? "leads" : "follows")
        + ejc.job(job).map(seen -> " " + seen.cron().replace(' ', '_')).orElse("")
        + " runs="
        + ejc.runs(job).size()
        + " problems="
        + ejc.problems().size()
        + " asOf="
        + ejc.asOf().isPresent();
  }

  private static void tellEnd(Ejc ejc, String run, String number) {
    var unused =
        ejc.whenEnded(run)
            .whenComplete(
                (ended, problem) -> say(number + (ended == null ? problem : tell(ended))));
  }

  private static String tell(RunView run) {
    return run.state()
        + run.items().stream().map(ShopMain::tell).collect(Collectors.joining(" ", " ", ""));
  }

  private static String tell(ItemView item) {
    return item.item()
        + ":"
        + item.state()
        + item.attempts().stream()
            .map(AttemptView::outcome)
            .collect(Collectors.joining("+", "(", ")"));
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
