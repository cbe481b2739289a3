# One image per service: docker build --build-arg SERVICE=cases -t courtesy/cases .
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS workspace
WORKDIR /workspace
# Above SERVICE, so that six images share one installation.
COPY . .
RUN npm ci

FROM workspace AS build
ARG SERVICE
ENV NX_DAEMON=false
RUN npx nx build "$SERVICE"

FROM ${NODE_IMAGE} AS dependencies
ARG SERVICE
WORKDIR /app
COPY --from=build /workspace/dist/apps/${SERVICE}/package.json /workspace/dist/apps/${SERVICE}/package-lock.json ./
RUN npm ci --omit=dev

FROM ${NODE_IMAGE} AS run
ARG SERVICE
WORKDIR /app
ENV NODE_ENV=production
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /workspace/dist/apps/${SERVICE}/ ./
USER node
CMD ["node", "--enable-source-maps", "main.js"]
