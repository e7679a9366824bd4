package io.ejc.architecture;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one Java file and notes what breaks a rule of the house. */
final class TidyScan extends TreeScanner<Void, Void> {
  static final int METHOD_LINES = 50;
  static final int FILE_LINES = 400;

  private static final Pattern NAME =
      Pattern.compile(".*(Utils?|Helper|Manager|Impl|Service|Facade)");
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
  private static final Pattern CLOCK =
      Pattern.compile(
          "(Instant|LocalDate|LocalDateTime|LocalTime|ZonedDateTime|OffsetDateTime|OffsetTime|Year"
              + "|YearMonth|MonthDay)\\.now|System\\.currentTimeMillis|Clock\\.(system|tick)\\w*"
              + "|Calendar\\.getInstance");
  private static final Pattern EXIT =
      Pattern.compile("System\\.exit|Runtime\\.getRuntime\\(\\)\\.(exit|halt)");

  private final JavaSource source;
  private final Allowed allowed;
  private final List<Finding> findings = new ArrayList<>();

  private TidyScan(JavaSource source, Allowed allowed) {
    this.source = source;
    this.allowed = allowed;
  }

  static List<Finding> of(JavaSource source, Allowed allowed) {
    TidyScan scan = new TidyScan(source, allowed);
    long lines = source.lastLineOf(source.unit());
    if (lines > FILE_LINES) {
      scan.note(1, "file too long", lines + " lines (expected: at most " + FILE_LINES + ")");
    }
    scan.scan(source.unit(), null);
    for (Matcher comment = source.comments(); comment.find(); ) {
      if (UNFINISHED.matcher(comment.group()).find()) {
        scan.note(source.lineAt(comment.start()), "unfinished", comment.group().strip());
      }
    }
    return scan.findings;
  }

  @Override
  public Void visitClass(ClassTree type, Void unused) {
    String name = type.getSimpleName().toString();
    if (NAME.matcher(name).matches()) {
      note(type, "name", name + " (expected: a noun of the domain)");
    }
    return super.visitClass(type, null);
  }

  @Override
  public Void visitMethod(MethodTree method, Void unused) {
    long lines = source.lastLineOf(method) - source.firstLineOf(method) + 1;
    if (lines > METHOD_LINES) {
      note(
          method,
          "method too long",
          method.getName() + " has " + lines + " lines (expected: at most " + METHOD_LINES + ")");
    }
    return super.visitMethod(method, null);
  }

  @Override
  public Void visitCatch(CatchTree clause, Void unused) {
    BlockTree block = clause.getBlock();
    if (block.getStatements().stream().allMatch(s -> s instanceof EmptyStatementTree)) {
      note(clause, "empty catch", "catch (" + clause.getParameter() + ")");
    }
    return super.visitCatch(clause, null);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
    use(call, call.getMethodSelect());
    return super.visitMethodInvocation(call, null);
  }

  @Override
  public Void visitMemberReference(MemberReferenceTree reference, Void unused) {
    use(reference, reference.getQualifierExpression() + "." + reference.getName());
    return super.visitMemberReference(reference, null);
  }

  @Override
  public Void visitNewClass(NewClassTree creation, Void unused) {
    String type = creation.getIdentifier().toString();
    if (isOrEndsWith(type, "Date") && creation.getArguments().isEmpty()) {
      note(creation, "clock", "new " + type + "()");
    }
    return super.visitNewClass(creation, null);
  }

  private void use(Tree where, ExpressionTree method) {
    String name = method instanceof MemberSelectTree select ? select.toString() : "." + method;
    use(where, name);
  }

  private void use(Tree where, String method) {
    String text =
        method.replace("java.time.", "").replace("java.util.", "").replace("java.lang.", "");
    if (text.endsWith(".sleep")) {
      note(where, "sleep", method);
    } else if (CLOCK.matcher(text).matches()) {
      note(where, "clock", method);
    } else if (text.equals("InstantSource.system") && !allowed.choosesClock(source.file())) {
      note(where, "clock", method);
    } else if (EXIT.matcher(text).matches() && !allowed.endsProcess(source.file())) {
      note(where, "exit", method);
    }
  }

  private static boolean isOrEndsWith(String type, String name) {
    return type.equals(name) || type.equals("java.util." + name);
  }

  private void note(Tree where, String rule, String what) {
    note(source.firstLineOf(where), rule, what);
  }

  private void note(long line, String rule, String what) {
    findings.add(new Finding(source.file(), line, rule, what));
  }
}
