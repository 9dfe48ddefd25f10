// Who one is to the service.

import { ApiError, get } from "../api.js";

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
