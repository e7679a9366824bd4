package io.ejc.internal.bundle;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Which entries of the class path stay behind: globs on their file names. */
public final class NameRules {

  private final List<PathMatcher> exclude;
  private final List<PathMatcher> include;

  /**
   * Rules.
   *
   * @param exclude globs of what stays behind
   * @param include globs of what travels although a glob of the first list fits
   * @throws PatternSyntaxException when one of them is no glob
   */
  public NameRules(List<String> exclude, List<String> include) {
    this.exclude = exclude.stream().map(NameRules::glob).toList();
    this.include = include.stream().map(NameRules::glob).toList();
  }

  /** Whether a text is a glob of a file name. */
  public static boolean isGlob(String text) {
    try {
      glob(text);
      return !text.contains("/");
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /** Whether an entry with this file name stays behind. */
  public boolean excludes(String name) {
    Path path = Path.of(name);
    return exclude.stream().anyMatch(glob -> glob.matches(path))
        && include.stream().noneMatch(glob -> glob.matches(path));
  }

  private static PathMatcher glob(String glob) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob);
  }
}
