import { UnexpectedSource } from '../source-edit.ts';

/** Variables of a service, in capitals as `tools/docker/environment.ts` prints them. */
const variable = (service: string, what: string) => `${service.toUpperCase()}_${what}`;
const REQUIRED = ':?run tools/docker/environment.ts';

/** What creates a service's database and its two roles, for the PostgreSQL image. */
export function initSql(service: string): string {
  return `\\getenv owner_password ${variable(service, 'OWNER_PASSWORD')}
\\getenv app_password ${variable(service, 'PASSWORD')}
CREATE ROLE ${service}_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE ${service} LOGIN PASSWORD :'app_password';
CREATE DATABASE ${service} OWNER ${service}_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE ${service} FROM PUBLIC;
GRANT CONNECT ON DATABASE ${service} TO ${service};
`;
}

function serviceBlock(service: string, port: number, feeds: string): string {
  return `  ${service}-migrate:
    build: { <<: *image, args: { SERVICE: ${service} } }
    image: courtesy/${service}
    command: [node, main.js, migrate]
    restart: 'no'
    environment:
      NODE_ENV: production
      MIGRATION_DATABASE_URL: postgres://${service}_owner:\${${variable(service, 'OWNER_PASSWORD')}}@postgres:5432/${service}
    depends_on:
      postgres: { condition: service_healthy }

  ${service}:
    <<: *service
    build: { <<: *image, args: { SERVICE: ${service} } }
    image: courtesy/${service}
    environment:
      NODE_ENV: production
      HOST: 0.0.0.0
      PORT: ${port}
      DATABASE_URL: postgres://${service}:\${${variable(service, 'PASSWORD')}}@postgres:5432/${service}
      ACTOR_KEY: \${${variable(service, 'ACTOR_KEY')}${REQUIRED}}
      FEED_KEY: \${FEED_KEY${REQUIRED}}
      FEEDS: ${feeds}
    depends_on:
      ${service}-migrate: { condition: service_completed_successfully }

`;
}

/** Puts `addition` after the last match of `pattern`. */
function afterLast(text: string, pattern: RegExp, addition: string): string {
  const last = [...text.matchAll(pattern)].at(-1);
  if (!last) throw new UnexpectedSource(`nothing looks like ${pattern.source}`);
  const end = last.index + last[0].length;
  return text.slice(0, end) + addition + text.slice(end);
}

/** docker-compose.yml with one subgraph more: its migration, its process, and all others told of it. */
export function addToCompose(original: string, service: string, port: number): string {
  const urls = /^ +SUBGRAPH_URLS: (.*)$/m.exec(original)?.[1];
  if (!urls) throw new UnexpectedSource('the gateway has no SUBGRAPH_URLS');
  const feeds = urls.replaceAll('/graphql', '');
  const passwords = ['PASSWORD', 'OWNER_PASSWORD']
    .map((what) => variable(service, what))
    .map((name) => `\n      ${name}: \${${name}${REQUIRED}}`);
  let text = original.replaceAll(/^ +FEEDS: .*$/gm, (line) => `${line},${service}=http://${service}:${port}`);
  text = text.replace(urls, `${urls},${service}=http://${service}:${port}/graphql`);
  text = afterLast(text, /^ {6}[A-Z0-9]+_OWNER_PASSWORD: .*$/gm, passwords.join(''));
  text = afterLast(
    text,
    /^ {6}[a-z0-9]+: \{ condition: service_healthy \}$/gm,
    `\n      ${service}: { condition: service_healthy }`,
  );
  return text.replace(/^ {2}gateway:$/m, (line) => serviceBlock(service, port, feeds) + line);
}
