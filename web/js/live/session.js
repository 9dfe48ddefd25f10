// Who one is to the service.

import { address, ApiError, get } from "../api.js";

/** @typedef {{role: string | null, unit: string | null, isOver?: boolean}} Session */

/** Ends the session; never refused, even where its token is no longer good. */
export const endSession = () => fetch(address("session"), { method: "DELETE" });

/** @returns {Promise<Session>} Nobody, where the service knows no sessions or the token is no longer good. */
export async function currentSession() {
    try {
        return await get("session");
    } catch (error) {
        if (error instanceof ApiError && error.trouble === "refused") return { role: null, unit: null, isOver: true };
        if (error instanceof ApiError && error.trouble !== "offline") return { role: null, unit: null };
        throw error;
    }
}
