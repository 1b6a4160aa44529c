package dev.spillway.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImagePullTest {
  private final ImagePull.Progress progress = new ImagePull.Progress("web", () -> 0L);

  @ParameterizedTest
  @CsvSource({
    "web, web:latest",
    "web:7, web:7",
    "team/web, team/web:latest",
    "localhost:5000/web, localhost:5000/web:latest",
    "localhost:5000/web:7, localhost:5000/web:7",
    "web@sha256:abc, web@sha256:abc",
  })
  void onlyOneTagIsPulled(String image, String pulled) {
    assertThat(ImagePull.withTag(image)).isEqualTo(pulled);
  }

  @Test
  void progressSumsUpItsLayers() throws IOException {
    told("{'status':'Pulling from web','id':'latest'}");
    told("{'status':'Downloading','id':'a','progressDetail':{'current':1000000,'total':3000000}}");
    told("{'status':'Downloading','id':'a','progressDetail':{'current':2000000,'total':3000000}}");
    told("{'status':'Downloading','id':'b','progressDetail':{'current':500000,'total':1000000}}");
    told("{'status':'Extracting','id':'a','progressDetail':{'current':1,'total':3000000}}");

    assertThat(progress.summary()).isEqualTo("layers=2 downloaded=2.5MB of=4.0MB");
  }

  @Test
  void errorInTheMiddleOfAPullFailsIt() throws IOException {
    told("{'errorDetail':{'message':'no space left on device'},'error':'no space left on device'}");

    assertThatThrownBy(() -> progress.await(1, TimeUnit.SECONDS))
        .hasMessageContaining("no space left on device");
  }

  private void told(String json) throws IOException {
    progress.onNext(new ObjectMapper().readValue(json.replace('\'', '"'), PullResponseItem.class));
  }
}
