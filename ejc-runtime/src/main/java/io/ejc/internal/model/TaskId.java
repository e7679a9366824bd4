package io.ejc.internal.model;

/** The id of a Mesos task of ours; its text says which of them it is. */
public sealed interface TaskId permits CarrierId, WarmUpId {}
