package io.ejc.guide;

import java.io.IOException;
import java.nio.file.Path;

/** A kind of job that a library could bring: its items get the files of a directory. */
public interface FileJob {

  /** Does something with one file; it is removed when this returns. */
  void process(Path file) throws IOException;
}
