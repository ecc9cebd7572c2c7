// The one-time token of a link: read once from behind the "#", which no server and no log ever sees, then taken away.
import { useEffect, useState } from "react";

export function useToken(): string {
  const [token] = useState(() => decodeURIComponent(window.location.hash.slice(1)));
  useEffect(() => {
    if (window.location.hash) window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);
  return token;
}
