// Who one is to the service: a token becomes a cookie that scripts cannot read.

import { address, ApiError, get, send } from "../api.js";

/** @typedef {{role: string | null, unit: string | null}} Session */

/** @returns {Promise<Session>} Nobody, where the service knows no sessions. */
export async function currentSession() {
    try {
        return await get("session");
    } catch (error) {
        if (error instanceof ApiError && error.trouble !== "offline") return { role: null, unit: null };
        throw error;
    }
}

/** @param {string} token @returns {Promise<Session>} */
export function signIn(token) {
    return send("POST", "session", { token });
}

export async function signOut() {
    await fetch(address("session"), { method: "DELETE" });
}
