// A real OpenID provider (oidc-provider) with a handful of people, at an address of its own.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { once } from "node:events";
import Provider from "oidc-provider";

const kinds = {
  RS256: ["rsa", { modulusLength: 2048 }],
  PS256: ["rsa", { modulusLength: 2048 }],
  ES256: ["ec", { namedCurve: "P-256" }],
  EdDSA: ["ed25519", {}],
};

/// A key for each kind, and another RSA key, so that a token must name the one it is signed with.
function privateKeys(algorithm) {
  const made = [algorithm, "RS256"].map((name, at) => {
    const [kind, options] = kinds[name];
    const { privateKey } = generateKeyPairSync(kind, options);
    return { ...privateKey.export({ format: "jwk" }), kid: `key-${at}`, alg: name, use: "sig" };
  });
  return { keys: made };
}

/// `people`: by login, their claims; may be changed at any time. `inToken`: claims stand in the ID token, else in userinfo alone.
export async function startProvider({ client, people, algorithm = "RS256", inToken = false }) {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ ...client, id_token_signed_response_alg: algorithm }],
    jwks: privateKeys(algorithm),
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "PS256", "ES256", "EdDSA"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    scopes: ["openid", "email", "profile", "groups"],
    conformIdTokenClaims: !inToken,
    cookies: { keys: ["only for this test"] },
    pkce: { required: () => true, methods: ["S256"] },
    findAccount: (_context, login) =>
      people[login] && { accountId: login, claims: () => ({ sub: login, ...people[login] }) },
    ttl: { Interaction: 600, Session: 600, Grant: 600, IdToken: 600, AccessToken: 600, AuthorizationCode: 60 },
  });
  provider.on("server_error", (_context, error) => console.error("provider:", error));
  server.on("request", provider.callback());
  return {
    issuer,
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
