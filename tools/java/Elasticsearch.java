import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/** One node of Elasticsearch on loopback, without x-pack: its folder, its port. Runs until it is ended. */
public class Elasticsearch {
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    LogConfigurator.configureESLogging();
    Settings settings = Settings.builder()
        .put("path.home", home)
        .put("discovery.type", "single-node")
        .put("network.host", "127.0.0.1")
        .put("http.port", args[1])
        .put("transport.port", "0")
        .put("node.store.allow_mmap", false)
        .put("cluster.routing.allocation.disk.threshold_enabled", false)
        .build();
    Environment environment = new Environment(settings, home.resolve("config"));
    PluginsLoader modules = PluginsLoader.createPluginsLoader(
        PluginsLoader.loadModulesBundles(environment.modulesDir()), Set.of(), Map.of(), false);
    new Node(environment, modules).start();
    Thread.currentThread().join();
  }
}
