/** The example on a local cluster, end to end. */
package com.example.jobs;
