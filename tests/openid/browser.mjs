// As much of a browser as a sign-in needs: cookies by host and path, redirects one by one, forms.

/// Each cookie that an answer sets. Debian 12's Node.js 18 tells them in one line only; a comma between two is followed by a name.
function cookiesSet(headers) {
  if (headers.getSetCookie) return headers.getSetCookie();
  return (headers.get("set-cookie") ?? "").split(/,\s*(?=[^;,=\s]+=)/).filter(Boolean);
}

export class Browser {
  #jar = new Map();

  #cookiesFor(url) {
    return [...this.#jar.values()]
      .filter((one) => one.host === url.host && `${url.pathname}/`.startsWith(one.path.endsWith("/") ? one.path : `${one.path}/`))
      .map((one) => `${one.name}=${one.value}`)
      .join("; ");
  }

  #keep(url, field) {
    const [pair, ...attributes] = field.split(";").map((part) => part.trim());
    const at = pair.indexOf("=");
    const attribute = (name) => attributes.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    const cookie = { host: url.host, path: attribute("path") ?? "/", name: pair.slice(0, at), value: pair.slice(at + 1) };
    const ended = attribute("max-age") === "0" || new Date(attribute("expires") ?? "9999-01-01") < new Date();
    const key = `${cookie.host}${cookie.path} ${cookie.name}`;
    if (ended) this.#jar.delete(key);
    else this.#jar.set(key, cookie);
  }

  cookie(name) {
    return [...this.#jar.values()].find((one) => one.name === name)?.value;
  }

  /// One request, no redirect followed.
  async ask(address, form) {
    const url = new URL(address);
    const answer = await fetch(url, {
      redirect: "manual",
      method: form ? "POST" : "GET",
      headers: { cookie: this.#cookiesFor(url) },
      body: form && new URLSearchParams(form),
    });
    for (const field of cookiesSet(answer.headers)) this.#keep(url, field);
    const to = answer.headers.get("location");
    return { status: answer.status, to: to && new URL(to, url).href, text: await answer.text() };
  }

  /// Follows redirects until one leads to where `until` says, or a page is shown.
  async go(address, until = () => false, form = undefined) {
    for (let step = 0; step < 20; ++step) {
      const answer = await this.ask(address, form);
      if (!answer.to) return { at: address, ...answer };
      form = undefined;
      address = answer.to;
      if (until(new URL(address))) return { at: address, ...answer };
    }
    throw new Error(`no end of redirects at ${address}`);
  }
}
