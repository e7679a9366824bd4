package com.example.jobs.elasticjob;

/**
 * Something to be done in a city.
 *
 * @param id its number
 * @param location the city
 */
record Todo(long id, String location) {}
