package io.ejc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

class ModuleDescriptorTest {

  @Test
  void needs_nothing_but_the_jdk_at_run_time() throws IOException {
    assertThat(descriptor().requires())
        .filteredOn(
            needed -> !needed.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactly("java.base");
  }

  @Test
  void exports_the_api_and_the_spi_to_everybody_and_nothing_else() throws IOException {
    assertThat(descriptor().exports())
        .allSatisfy(exported -> assertThat(exported.isQualified()).isFalse())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrder("io.ejc.api", "io.ejc.api.spi");
    assertThat(descriptor().packages()).containsExactlyInAnyOrder("io.ejc.api", "io.ejc.api.spi");
  }

  private static ModuleDescriptor descriptor() throws IOException {
    try (InputStream in = Ejc.class.getResourceAsStream("/module-info.class")) {
      assertThat(in).isNotNull();
      return ModuleDescriptor.read(in);
    }
  }
}
