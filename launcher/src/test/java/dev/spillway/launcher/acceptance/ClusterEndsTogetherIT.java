package dev.spillway.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.redis.FreePorts;
import dev.spillway.test.RealRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * All members of a cluster are asked to end at the same moment, as by {@code docker compose down}:
 * none waits in vain for another to take over its part of the event bus. {@code
 * -Dspillway.endings=20} does it more often.
 */
@ExtendWith(RealRedis.class)
class ClusterEndsTogetherIT {
  private static final int ENDINGS = Integer.getInteger("spillway.endings", 1);
  private static final List<String> ROLES = List.of("lb", "worker", "lb", "worker");

  @TempDir private Path directory;

  @Test
  void everyMemberEndsWithCode0(RealRedis.Server redis) throws Exception {
    for (int ending = 0; ending < ENDINGS; ending++) {
      endAllAtOnce(Map.of("REDIS_URL", redis.url()));
    }
  }

  private void endAllAtOnce(Map<String, String> environment) throws Exception {
    Files.writeString(
        directory.resolve("spillway.yml"),
        """
        runtime: process
        gateway: { host: 127.0.0.1, port: 0 }
        management: { port: 0 }
        cluster: { members: [ 127.0.0.1 ], host: 127.0.0.1, port: %d }
        pools:
          web: { command: [ "true" ] }
        """
            .formatted(FreePorts.one()));
    List<SpillwayProcess> members = new ArrayList<>();
    try {
      for (String role : ROLES) {
        members.add(SpillwayProcess.start(directory, environment, role));
      }
      for (int i = 0; i < ROLES.size(); i++) {
        members.get(i).awaitLine(ROLES.get(i).equals("lb") ? "listens on" : "scales");
      }
      for (SpillwayProcess member : members) {
        member.signal("TERM");
      }
      for (SpillwayProcess member : members) {
        // A part that isn't stopped within 10 s would make it another code.
        assertThat(member.awaitExit()).as(member.output()).isZero();
        assertThat(member.output()).doesNotContain("could not be stopped");
      }
    } finally {
      members.forEach(SpillwayProcess::close);
    }
  }
}
