package io.ejc.internal.model;

/**
 * One file of a bundle: a jar, or a class directory as a jar.
 *
 * @param sha256 the SHA-256 of its bytes, in hexadecimal
 * @param size its size in bytes
 * @param name where it came from, for people: a jar's or a directory's name
 */
public record Layer(String sha256, long size, String name) {}
