// The page's words, Vietnamese first.

/** @typedef {"vi" | "en"} Language */

/** @type {Record<string, [string, string]>} Vietnamese, English. */
const WORDS = {
    "app.title": ["Bản đồ số", "Digital map"],
    "search.label": ["Tìm kiếm", "Search"],
    "search.hint": ["Tìm xã, phường, thửa đất, toạ độ…", "Search units, parcels, coordinates…"],
    "search.clear": ["Xoá nội dung tìm", "Clear the search"],
    "search.results": ["Kết quả tìm kiếm", "Search results"],
    "search.none": ["Không tìm thấy “{q}”.", "Nothing found for “{q}”."],
    "search.try": ["Thử tên không dấu, “tờ 12 thửa 345”, hoặc toạ độ “13,769 109,219”.",
        "Try a name without diacritics, “12/345” for a parcel, or coordinates “13.769 109.219”."],
    "search.count": ["{n} kết quả", "{n} results"],
    "search.units": ["Đơn vị hành chính", "Administrative units"],
    "search.parcels": ["Thửa đất", "Parcels"],
    "search.onmap": ["Trên bản đồ đang xem", "On the map shown"],
    "search.points": ["Toạ độ", "Coordinates"],
    "search.swapped": ["đã đổi thứ tự: Y (Đông) đứng trước X (Bắc)", "order changed: Y (East) came before X (North)"],
    "search.plane": ["VN-2000, kinh tuyến trục {m}", "VN-2000, central meridian {m}"],
    "layers.title": ["Lớp bản đồ", "Map layers"],
    "panel.fold": ["Thu gọn", "Fold"],
    "panel.unfold": ["Mở bảng", "Open"],
    "layers.shown": ["{n} lớp đang bật", "{n} layers on"],
    "layers.about": ["Lớp này là gì?", "What is this?"],
    "layers.opacity": ["Độ đậm", "Opacity"],
    "layers.legend": ["Chú giải", "Legend"],
    "layers.inview": ["đang thấy", "in view"],
    "layers.all": ["Hiện cả {n} mã", "Show all {n} codes"],
    "layers.less": ["Chỉ mã đang thấy", "Only codes in view"],
    "layers.zoom": ["Phóng to để thấy lớp này", "Zoom in to see this layer"],
    "layers.reset": ["Về mặc định", "Reset"],
    "layers.empty": ["Chưa có lớp nào. Nhập dữ liệu bằng lệnh “bando import”.",
        "No layers yet. Import data with “bando import”."],
    "layers.options": ["Chi tiết lớp {name}", "Details of {name}"],
    "layers.count": ["{n} đối tượng", "{n} features"],
    "layers.table": ["Xem bảng", "Open table"],
    "layers.error": ["Không tải được danh mục lớp.", "The layer catalogue could not be loaded."],
    "theme.cadastre": ["Địa chính", "Cadastre"],
    "theme.planning": ["Quy hoạch", "Planning"],
    "theme.infrastructure": ["Hạ tầng kỹ thuật", "Infrastructure"],
    "theme.address": ["Địa chỉ, nhà", "Addresses and buildings"],
    "theme.tourism": ["Du lịch, OCOP", "Tourism and OCOP"],
    "theme.boundary": ["Ranh giới, biển đảo", "Boundaries, sea and islands"],
    "theme.operations": ["Điều hành", "Operations"],
    "theme.basemap": ["Nền", "Background"],
    "raster.orthophoto": ["Ảnh hàng không", "Orthophoto"],
    "raster.orthophoto.about": ["Ảnh chụp từ trên cao đã nắn theo toạ độ.", "Aerial image, rectified to coordinates."],
    "raster.hillshade": ["Bóng địa hình", "Hillshade"],
    "raster.hillshade.about": ["Địa hình tô bóng từ mô hình số độ cao.", "Relief shaded from the elevation model."],
    "source": ["Nguồn", "Source"],
    "source.revision": ["Bản sửa đổi {n}", "Revision {n}"],
    "source.updated": ["Cập nhật", "Updated"],
    "source.licence": ["Giấy phép", "Licence"],
    "source.owner": ["Đơn vị cung cấp", "Provided by"],
    "unit.choose": ["Chọn đơn vị", "Choose a unit"],
    "unit.title": ["Đơn vị hành chính", "Administrative unit"],
    "unit.search": ["Tên hoặc mã xã, phường, tỉnh", "Name or code"],
    "unit.all": ["Toàn vùng", "Whole area"],
    "unit.now": ["Hiện nay", "Today"],
    "unit.before": ["Trước 01/07/2025", "Before 01/07/2025"],
    "unit.none": ["Không có đơn vị nào khớp.", "No matching unit."],
    "unit.valid": ["Hiệu lực", "In force"],
    "unit.from": ["từ {a}", "since {a}"],
    "unit.span": ["{a} đến hết {b}", "{a} through {b}"],
    "unit.until": ["đến hết {b}", "through {b}"],
    "unit.ended": ["không còn", "ended"],
    "unit.code": ["Mã", "Code"],
    "unit.parent": ["Thuộc", "Part of"],
    "unit.clear": ["Bỏ chọn đơn vị", "Clear the unit"],
    "unit.frame": ["Đưa về khung nhìn", "Frame it"],
    "level.province": ["Tỉnh, thành phố", "Province"],
    "level.district": ["Huyện, quận", "District"],
    "level.commune": ["Xã, phường, đặc khu", "Commune"],
    "date.title": ["Ngày hiệu lực", "Valid date"],
    "date.today": ["Hôm nay", "Today"],
    "date.help": [
        "Bản đồ và số liệu đúng vào ngày này. Lớp không ghi thời hạn hiệu lực hiện bản nhập mới nhất tính đến hết ngày đó.",
        "Map and figures as on this day. Layers without validity show the newest revision of that day."],
    "date.enter": ["Ngày (ngày/tháng/năm)", "Date (day/month/year)"],
    "date.apply": ["Xem ngày này", "Show this day"],
    "date.bad": ["Hãy ghi ngày như 30/06/2025.", "Write a date such as 30/06/2025."],
    "date.before": ["30/06/2025 · ngày cuối của đơn vị cũ", "30/06/2025 · last day of the old units"],
    "date.after": ["01/07/2025 · đơn vị mới", "01/07/2025 · the new units"],
    "date.viewing": ["Đang xem ngày {d}", "Showing {d}"],
    "date.back": ["Về hôm nay", "Back to today"],
    "language.switch": ["English", "Tiếng Việt"],
    "night.on": ["Nền tối", "Night style"],
    "night.off": ["Nền sáng", "Light style"],
    "about.open": ["Giới thiệu, bản quyền", "About, notices"],
    "about.title": ["Về bản đồ này", "About this map"],
    "about.text": [
        "Bando đưa các lớp bản đồ số của tỉnh lên một bản đồ chung. Mọi số liệu đều ghi rõ lớp, ngày, bản sửa đổi và nguồn.",
        "Bando brings a province's digital layers onto one map. Every number names its layer, date, revision and source."],
    "about.legal": ["Thông tin trên bản đồ để tham khảo, không thay thế hồ sơ pháp lý.",
        "For reference only: it does not replace legal records."],
    "about.accuracy": [
        "Toạ độ VN-2000 tính theo bảy tham số của Quyết định 05/2007/QĐ-BTNMT (EPSG:6960), sai số khoảng 1 m.",
        "VN-2000 coordinates use the seven parameters of Decision 05/2007/QĐ-BTNMT (EPSG:6960), accurate to about 1 m."],
    "about.api": ["Tài liệu API", "API documents"],
    "about.collections": ["Danh mục lớp", "Catalogue"],
    "about.notices": ["Phần mềm sử dụng", "Software notices"],
    "help.open": ["Trợ giúp bàn phím", "Keyboard help"],
    "help.title": ["Dùng bàn phím", "Keyboard"],
    "help.search": ["Tìm kiếm", "Search"],
    "help.layers": ["Mở, đóng lớp bản đồ", "Open, close layers"],
    "help.measure": ["Đo dài, đo diện tích", "Measure length and area"],
    "help.radius": ["Bán kính", "Radius"],
    "help.unit": ["Chọn đơn vị hành chính", "Choose a unit"],
    "help.escape": ["Đóng, dừng", "Close, stop"],
    "help.help": ["Bảng này", "This table"],
    "help.arrows": ["Dời bản đồ", "Move the map"],
    "help.zoom": ["Phóng to, thu nhỏ", "Zoom in, out"],
    "help.enter": ["Hỏi tại tâm bản đồ, hoặc thêm điểm đo", "Ask at the map's centre, or add a point"],
    "help.back": ["Bỏ điểm đo cuối", "Remove the last point"],
    "keys.arrows": ["mũi tên", "arrows"],
    "tool.pick": ["Hỏi", "Ask"],
    "tool.pick.long": ["Bấm bản đồ để biết ở đó có gì", "Click the map to see what is there"],
    "tool.measure": ["Đo", "Measure"],
    "tool.measure.long": ["Đo dài và diện tích", "Measure length and area"],
    "tool.radius": ["Bán kính", "Radius"],
    "tool.radius.long": ["Tìm trong bán kính", "Find within a radius"],
    "tools": ["Công cụ", "Tools"],
    "map.label": ["Bản đồ. Phím mũi tên để dời, cộng trừ để phóng, Enter để hỏi tại tâm.",
        "Map. Arrows move, plus and minus zoom, Enter asks at the centre."],
    "map.zoom": ["Thu phóng", "Zoom"],
    "map.zoomin": ["Phóng to", "Zoom in"],
    "map.zoomout": ["Thu nhỏ", "Zoom out"],
    "map.home": ["Về khung đầu", "Home view"],
    "map.nogl": [
        "Trình duyệt này không vẽ được bản đồ (cần WebGL 2). Hãy bật tăng tốc đồ hoạ hoặc dùng trình duyệt mới hơn.",
        "This browser cannot draw the map (WebGL 2 is needed). Enable graphics acceleration or use a newer browser."],
    "map.style.error": ["Không tải được kiểu bản đồ: {why}", "The map style could not be loaded: {why}"],
    "map.library.error": ["Phần vẽ bản đồ không tải được; đường truyền quá chậm hoặc đã ngắt. Danh mục, tìm kiếm và các bảng vẫn dùng được.",
        "What draws the map did not arrive: the line is too slow or was cut. The catalogue, the search and the boards still work."],
    "map.layer.error": ["Lớp “{name}” chưa tải được ở chỗ này.", "Layer “{name}” could not be loaded here."],
    "skip": ["Tới bản đồ", "Skip to the map"],
    "retry": ["Thử lại", "Try again"],
    "close": ["Đóng", "Close"],
    "copy": ["Chép", "Copy"],
    "copied": ["Đã chép", "Copied"],
    "copy.failed": ["Trình duyệt không cho chép.", "The browser did not allow copying."],
    "measure.start": ["Bấm các điểm trên bản đồ. Bấm đúp để kết thúc.", "Click points on the map. Double-click ends."],
    "measure.length": ["Chiều dài", "Length"],
    "measure.area": ["Diện tích khi khép kín", "Area when closed"],
    "measure.perimeter": ["Chu vi", "Perimeter"],
    "measure.points": ["{n} điểm", "{n} points"],
    "measure.undo": ["Bỏ điểm cuối", "Remove last point"],
    "measure.clear": ["Đo lại", "Start again"],
    "measure.sea": ["trên biển", "at sea"],
    "measure.note": ["Theo đường trắc địa trên ê-líp-xô-ít WGS 84.", "Geodesic, on the WGS 84 ellipsoid."],
    "radius.start": ["Bấm bản đồ để đặt tâm.", "Click the map to set the centre."],
    "radius.title": ["Trong bán kính", "Within a radius"],
    "radius.meters": ["Bán kính (m)", "Radius (m)"],
    "radius.handle": ["Kéo để đổi bán kính", "Drag to change the radius"],
    "radius.center": ["Kéo để dời tâm", "Drag to move the centre"],
    "radius.area": ["Diện tích vòng tròn", "Area of the circle"],
    "radius.from": ["Tâm", "Centre"],
    "scope.counts": ["Số đối tượng theo lớp", "Features by layer"],
    "scope.counting": ["Đang đếm…", "Counting…"],
    "scope.nothing": ["Không có đối tượng nào.", "No features."],
    "scope.zero": ["{n} lớp không có đối tượng nào ở đây", "{n} layers have no features here"],
    "scope.nodata": ["chưa có số liệu", "no data"],
    "scope.atdate": ["tại ngày {d}", "on {d}"],
    "card.nothing": ["Không có đối tượng nào của các lớp đang bật ở đây.", "No feature of the layers shown is here."],
    "card.more": ["Mọi thuộc tính ({n})", "All attributes ({n})"],
    "card.here": ["Ở đây có", "Here"],
    "card.what": ["Cái gì ở đây?", "What is here?"],
    "card.radius": ["Bán kính", "Radius"],
    "card.zoom": ["Phóng tới", "Zoom to"],
    "card.link": ["Chép liên kết", "Copy link"],
    "card.place": ["Vị trí", "Place"],
    "card.units": ["Thuộc địa bàn", "Within"],
    "card.address": ["Địa chỉ gần nhất", "Nearest address"],
    "card.parcel": ["Thửa đất", "Parcel"],
    "card.sea": ["Ngoài ranh giới các xã, phường trong dữ liệu", "Outside the communes in the data"],
    "card.computed.area": ["Diện tích tính từ hình (trắc địa)", "Computed area (geodesic)"],
    "card.computed.length": ["Chiều dài tính từ hình (trắc địa)", "Computed length (geodesic)"],
    "card.distance": ["Cách tâm", "Distance"],
    "card.reference": ["Thông tin tham khảo, không có giá trị pháp lý.", "For reference, without legal force."],
    "card.sheet": ["Tờ {a}, thửa {b}", "Sheet {a}, parcel {b}"],
    "card.layers.here": ["Các đối tượng tại điểm này", "Features at this point"],
    "results.title": ["Danh sách", "List"],
    "results.count": ["{n} đối tượng", "{n} features"],
    "results.loaded": ["đã tải {n} trong {all}", "{n} of {all} loaded"],
    "results.more": ["Tải thêm", "Load more"],
    "results.export": ["Xuất", "Export"],
    "results.csv": ["Bảng CSV", "CSV table"],
    "results.geojson": ["GeoJSON", "GeoJSON"],
    "results.totals": ["Tổng theo {name}", "Totals by {name}"],
    "results.empty": ["Không có đối tượng nào của lớp “{name}” {where}.", "No feature of “{name}” {where}."],
    "results.inradius": ["trong bán kính {r}", "within {r}"],
    "results.inunit": ["trong {u}", "in {u}"],
    "results.anywhere": ["trong khung nhìn", "in view"],
    "results.distance": ["Cách (m)", "Distance (m)"],
    "results.exported": ["Đã xuất {n} đối tượng", "{n} features exported"],
    "results.cut": ["Chỉ xuất {n} đối tượng đầu.", "Only the first {n} features are exported."],
    "coordinates.zone": ["Múi chiếu VN-2000", "VN-2000 zone"],
    "coordinates.auto": ["Theo tỉnh ({m})", "By province ({m})"],
    "coordinates.copy": ["Bấm để chép", "Click to copy"],
    "state.loading": ["Đang tải…", "Loading…"],
    "state.offline": [
        "Mất kết nối máy chủ. Phần bản đồ đã tải, đo đạc và toạ độ vẫn dùng được; tìm kiếm và đếm tạm dừng. Tự thử lại mỗi 10 giây.",
        "The server cannot be reached. The loaded map, measuring and coordinates still work; search and counts pause. Trying again every 10 seconds."],
    "state.online": ["Đã kết nối lại.", "Connected again."],
    "state.stale": [
        "Danh mục tải lúc {t} ({ago}), có thể đã cũ.", "Catalogue loaded at {t} ({ago}); it may be out of date.",
    ],
    "trouble.offline": ["Không kết nối được máy chủ.", "The server cannot be reached."],
    "trouble.refused": ["Bạn chưa có quyền xem phần này. Cần đăng nhập với vai trò được phép xem lớp “{name}”.",
        "You may not see this. Sign in with a role that may read “{name}”."],
    "trouble.missing": [
        "Không còn đối tượng này trong dữ liệu (ngày đang xem: {d}).", "This is not in the data (day shown: {d}).",
    ],
    "trouble.busy": ["Máy chủ đang bận. Hãy thử lại sau giây lát.", "The server is busy. Try again shortly."],
    "trouble.invalid": ["Máy chủ không hiểu yêu cầu: {why}", "The server refused the request: {why}"],
    "trouble.failed": ["Máy chủ gặp lỗi: {why}", "The server failed: {why}"],
    "attribution": ["Dữ liệu", "Data"],
    "yes": ["Có", "Yes"],
    "no": ["Không", "No"],
};

/** @type {Language} */
let language = "vi";

/** @param {Language} next */
export function setLanguage(next) {
    language = next;
}

/** @returns {Language} */
export function currentLanguage() {
    return language;
}

/** @param {string} key @param {Record<string, string | number>} [values] @returns {string} */
export function t(key, values = {}) {
    const words = WORDS[key];
    if (!words) throw new Error(`no words for ${key}`);
    return words[language === "vi" ? 0 : 1].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @param {Record<string, [string, string]>} more Words of a part of the page that is loaded when it is wanted. */
export function addWords(more) {
    Object.assign(WORDS, more);
}

/** @param {string} key @returns {boolean} */
export function hasWords(key) {
    return key in WORDS;
}

/**
 * A text that the server gives in both languages.
 * @param {{vi?: string, en?: string} | string | null | undefined} text
 */
export function local(text) {
    if (typeof text === "string") return text;
    return (language === "vi" ? text?.vi ?? text?.en : text?.en ?? text?.vi) ?? "";
}

/**
 * Fills `data-t` (text), `data-t-label` (aria-label, and the title of buttons) and `data-t-hint` (placeholder) in the
 * page.
 */
export function translatePage() {
    document.documentElement.lang = language;
    document.title = `${t("app.title")} · Bando`;
    for (const element of document.querySelectorAll("[data-t]")) {
        element.textContent = t(/** @type {HTMLElement} */ (element).dataset.t ?? "");
    }
    for (const element of document.querySelectorAll("[data-t-label]")) {
        const text = t(/** @type {HTMLElement} */ (element).dataset.tLabel ?? "");
        element.setAttribute("aria-label", text);
        if (element.matches("button")) element.setAttribute("title", text);
    }
    for (const element of document.querySelectorAll("[data-t-hint]")) {
        element.setAttribute("placeholder", t(/** @type {HTMLElement} */ (element).dataset.tHint ?? ""));
    }
}
