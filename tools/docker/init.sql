-- Run once by the postgres image on an empty volume: a database and two roles per service.
-- The owner migrates; the other role serves, with what the migrations grant it.

\getenv owner_password CUSTOMERS_OWNER_PASSWORD
\getenv app_password CUSTOMERS_PASSWORD
CREATE ROLE customers_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE customers LOGIN PASSWORD :'app_password';
CREATE DATABASE customers OWNER customers_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE customers FROM PUBLIC;
GRANT CONNECT ON DATABASE customers TO customers;

\getenv owner_password CASES_OWNER_PASSWORD
\getenv app_password CASES_PASSWORD
CREATE ROLE cases_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE cases LOGIN PASSWORD :'app_password';
CREATE DATABASE cases OWNER cases_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE cases FROM PUBLIC;
GRANT CONNECT ON DATABASE cases TO cases;

\getenv owner_password WORKFORCE_OWNER_PASSWORD
\getenv app_password WORKFORCE_PASSWORD
CREATE ROLE workforce_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE workforce LOGIN PASSWORD :'app_password';
CREATE DATABASE workforce OWNER workforce_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE workforce FROM PUBLIC;
GRANT CONNECT ON DATABASE workforce TO workforce;

\getenv owner_password POLICY_OWNER_PASSWORD
\getenv app_password POLICY_PASSWORD
CREATE ROLE policy_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE policy LOGIN PASSWORD :'app_password';
CREATE DATABASE policy OWNER policy_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE policy FROM PUBLIC;
GRANT CONNECT ON DATABASE policy TO policy;

\getenv owner_password METRICS_OWNER_PASSWORD
\getenv app_password METRICS_PASSWORD
CREATE ROLE metrics_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE metrics LOGIN PASSWORD :'app_password';
CREATE DATABASE metrics OWNER metrics_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE metrics FROM PUBLIC;
GRANT CONNECT ON DATABASE metrics TO metrics;
