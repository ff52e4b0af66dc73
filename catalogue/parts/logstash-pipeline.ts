/** The way of a log line through Logstash. */
import type { Context } from '../../model/context';
import { elasticsearchOf, indexPrefix, METADATA_FIELDS } from './elastic';
import { urlOf } from './url';

export interface Pipeline {
  readonly index: string;
  readonly port: number;
}

/**
 * `${NAME}` is Logstash's own notation for a variable of its process.
 * @throws Error when the component has no Elasticsearch to write to
 */
export const pipeline = (context: Context, { index, port }: Pipeline): string => `input {
  tcp {
    id => "tcp"
    port => ${port}
    codec => json_lines
  }
  udp {
    id => "udp"
    port => ${port}
    codec => json
  }
}

filter {
  # Web servers send their lines by syslog: the JSON stands after a header.
  if "_jsonparsefailure" in [tags] {
    grok {
      id => "syslog"
      match => { "message" => "^<%{POSINT}>[^{]*%{GREEDYDATA:[@metadata][json]}$" }
      tag_on_failure => []
    }
    if [@metadata][json] {
      json {
        id => "syslog-json"
        source => "[@metadata][json]"
        remove_tag => ["_jsonparsefailure"]
      }
    }
  }
  # When it happened, not when it came: a queue may hold a line for hours.
  if [timestamp] {
    date {
      id => "time"
      match => ["timestamp", "ISO8601", "UNIX_MS"]
      remove_field => ["timestamp"]
    }
  }
  # Elasticsearch keeps fields of these names itself and refuses a line that brings one, such as a document of MongoDB.
  mutate {
    id => "names"
    rename => {
${METADATA_FIELDS.map((name) => `      "[${name}]" => "[field${name}]"`).join('\n')}
    }
  }
  mutate {
    id => "origin"
    add_field => { "environment" => "${context.environment}" }
  }
}

output {
  elasticsearch {
    id => "elasticsearch"
    hosts => ["${urlOf(elasticsearchOf(context))}"]
    user => "\${ELASTICSEARCH_USERNAME}"
    password => "\${ELASTICSEARCH_PASSWORD}"
    index => "${indexPrefix(context, index)}-%{+YYYY.MM.dd}"
    # Only ever adds: the account can change nothing that is there.
    action => "create"
    # Elasticsearch has its template and its end of life from its own setup.
    manage_template => false
    ilm_enabled => false
    data_stream => false
  }
}
`;
