package io.ejc.api;

/**
 * Jobs at run time: registers jobs that no annotation declares, and changes what annotations say.
 * What is decided here is stored, wins over the annotation, and holds over restarts, new versions
 * of the application and changes of the leader, until it is taken back.
 *
 * <p>All methods work where {@link Ejc#leads()}, and are refused on a standby. They return when the
 * change is durable; what is refused changes nothing, and the message names job, attribute, value
 * and rule, a line for each problem. What was due before a change is judged as the job was then,
 * and runs that are under way go on as they began. Safe for use by any thread.
 *
 * <p>{@link Ejc#enable} and {@link Ejc#disable} are an operator's word and win over {@link
 * ElasticJob#disabled()}, whoever gave that.
 */
public interface JobRegistry {

  /**
   * Registers a job that no annotation declares. The same job with the same class and attributes
   * may be registered again, at each start of the application for instance; that changes nothing.
   *
   * <p>The class must be one that the deployed hosts carry, in {@code ejc.scan.packages}, and one
   * that {@link ElasticJob} could stand on: public, with one job interface. When a later version of
   * the application has the class no more, the job stays registered and is held back: what is due
   * is skipped with that reason, {@link Ejc#problems()} shows it, and it goes on when the class is
   * back.
   *
   * @param jobName its name; one that no annotation has
   * @param jobClass the class that runs it
   * @param attributes its attributes; those that are not named have their defaults
   * @throws EjcException when it is refused
   */
  void register(String jobName, Class<?> jobClass, JobAttributes attributes);

  /**
   * Registers a job by the name of its class, which this host need not have.
   *
   * @param jobName its name; one that no annotation has
   * @param jobClass the binary name of the class that runs it
   * @param attributes its attributes; those that are not named have their defaults
   * @throws EjcException when it is refused
   */
  void register(String jobName, String jobClass, JobAttributes attributes);

  /**
   * Gives attributes of a job other values; all others stay as they are. An attribute that was
   * given before is replaced.
   *
   * @param jobName the job's name
   * @param attributes the attributes
   * @throws EjcException when it is refused
   */
  void update(String jobName, JobAttributes attributes);

  /**
   * Takes back what {@link #update} gave: the attributes are again as the annotation says, or as
   * {@link #register} gave them, else the default.
   *
   * @param jobName the job's name
   * @param attributes the attributes' names; none for all
   * @throws EjcException when it is refused
   */
  void reset(String jobName, String... attributes);

  /**
   * Removes a job that was registered here. Runs that are under way go on. Also removes what is
   * left over of a job whose annotation is gone. A job that an annotation declares is refused: it
   * would be back with the next start.
   *
   * @param jobName the job's name
   * @throws EjcException when it is refused
   */
  void remove(String jobName);

  /**
   * What a job is, and who says so.
   *
   * @param jobName the job's name
   * @return its attributes in force, each with its origin
   * @throws EjcException when there is no such job, or this host does not lead
   */
  DefinitionView definition(String jobName);
}
