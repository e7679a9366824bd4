package io.ejc.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A Java file as the JDK's own parser sees it. */
final class JavaSource {
  private static final Pattern COMMENT = Pattern.compile("//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final JavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8);

  private final String file;
  private final String text;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;

  private JavaSource(
      String file, String text, CompilationUnitTree unit, SourcePositions positions) {
    this.file = file;
    this.text = text;
    this.unit = unit;
    this.positions = positions;
  }

  static JavaSource parse(String file, String text) {
    var options = List.of("-proc:none");
    JavacTask task =
        (JavacTask)
            COMPILER.getTask(
                null, FILES, diagnostic -> {}, options, null, List.of(new InMemory(file, text)));
    try {
      Iterator<? extends CompilationUnitTree> units = task.parse().iterator();
      return new JavaSource(file, text, units.next(), Trees.instance(task).getSourcePositions());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String file() {
    return file;
  }

  CompilationUnitTree unit() {
    return unit;
  }

  long firstLineOf(Tree tree) {
    return lineAt(positions.getStartPosition(unit, tree));
  }

  long lastLineOf(Tree tree) {
    return lineAt(positions.getEndPosition(unit, tree));
  }

  long lineAt(long position) {
    return unit.getLineMap().getLineNumber(position);
  }

  /** The comments, one match each; text inside literals is never taken for one. */
  Matcher comments() {
    StringBuilder masked = new StringBuilder(text);
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitLiteral(LiteralTree literal, Void unused) {
        int start = (int) positions.getStartPosition(unit, literal);
        int end = (int) positions.getEndPosition(unit, literal);
        for (int i = start; i >= 0 && i < end; i++) {
          masked.setCharAt(i, '_');
        }
        return null;
      }
    }.scan(unit, null);
    return COMMENT.matcher(masked);
  }

  /** A source that the compiler reads from memory. */
  private static final class InMemory extends SimpleJavaFileObject {
    private final String text;

    InMemory(String file, String text) {
      super(URI.create("memory:///" + file), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
