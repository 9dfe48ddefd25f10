/// The administrative units of the province: codes and names as they are, positions rounded to about a kilometre.
///
/// One row for each piece of land that had one old and has one new commune: code, type and name since 1 July 2025,
/// district before, code, type and name of the commune before (empty where this sample has none), longitude and
/// latitude of a place inside. `P` is a ward, `X` a commune, `TT` a township.
enum UnitTable {
    /// The former province of Bình Định (52).
    static let coast = """
        21553|P|Quy Nhơn Bắc|540|21553|P|Nhơn Phú|109.18|13.785
        21553|P|Quy Nhơn Bắc|540|21559|P|Trần Quang Diệu|109.14|13.78
        21583|P|Quy Nhơn|540|21556|P|Đống Đa|109.215|13.79
        21583|P|Quy Nhơn|540|21562|P|Hải Cảng|109.229|13.765
        21583|P|Quy Nhơn|540|21568|P|Thị Nại|109.228|13.784
        21583|P|Quy Nhơn|540|21583|P|Trần Phú|109.219|13.774
        21589|P|Quy Nhơn Tây|540|21589|P|Bùi Thị Xuân|109.15|13.72
        21589|P|Quy Nhơn Tây|540|21991|X|Phước Mỹ|109.11|13.69
        21592|P|Quy Nhơn Nam|540|21565|P|Quang Trung|109.205|13.763
        21592|P|Quy Nhơn Nam|540|21577|P|Ngô Mây|109.213|13.762
        21592|P|Quy Nhơn Nam|540|21592|P|Nguyễn Văn Cừ|109.212|13.748
        21592|P|Quy Nhơn Nam|540|21595|P|Ghềnh Ráng|109.195|13.725
        21601|P|Quy Nhơn Đông|540|21550|P|Nhơn Bình|109.215|13.815
        21601|P|Quy Nhơn Đông|540|21598|X|Nhơn Lý|109.285|13.885
        21601|P|Quy Nhơn Đông|540|21601|X|Nhơn Hội|109.255|13.845
        21601|P|Quy Nhơn Đông|540|21604|X|Nhơn Hải|109.252|13.802
        21607|X|Nhơn Châu|540|21607|X|Nhơn Châu|109.35|13.62
        21609|X|An Lão|542|21609|TT|An Lão|108.89|14.64
        21609|X|An Lão|542|21625|X|An Tân|108.93|14.63
        21609|X|An Lão|542|21610|X|An Hưng|108.9|14.67
        21616|X|An Vinh|542|21613|X|An Trung|108.86|14.62
        21616|X|An Vinh|542|21616|X|An Dũng|108.83|14.6
        21616|X|An Vinh|542|21619|X|An Vinh|108.77|14.61
        21622|X|An Toàn|542|21622|X|An Toàn|108.7|14.5
        21622|X|An Toàn|542|21634|X|An Nghĩa|108.775|14.46
        21628|X|An Hoà|542|21628|X|An Hòa|108.91|14.56
        21628|X|An Hoà|542|21631|X|An Quang|108.84|14.54
        21628|X|An Hoà|542|21634|X|An Nghĩa|108.82|14.47
        21637|P|Tam Quan|543||||109.02|14.58
        21640|P|Bồng Sơn|543||||109.05|14.41
        21655|P|Hoài Nhơn Bắc|543||||109|14.61
        21661|P|Hoài Nhơn Tây|543||||109|14.54
        21664|P|Hoài Nhơn|543||||109.06|14.51
        21670|P|Hoài Nhơn Đông|543||||109.09|14.45
        21673|P|Hoài Nhơn Nam|543||||109.02|14.46
        21688|X|Hoài Ân|544||||108.99|14.31
        21697|X|Ân Hảo|544||||108.93|14.48
        21703|X|Vạn Đức|544||||108.89|14.42
        21715|X|Ân Tường|544||||108.88|14.35
        21727|X|Kim Sơn|544||||108.87|14.25
        21730|X|Phù Mỹ|545||||109.08|14.18
        21733|X|Bình Dương|545||||109.09|14.27
        21739|X|Phù Mỹ Bắc|545||||109.07|14.34
        21751|X|Phù Mỹ Đông|545||||109.16|14.27
        21757|X|Phù Mỹ Tây|545||||109.02|14.21
        21769|X|An Lương|545||||109.16|14.17
        21775|X|Phù Mỹ Nam|545||||109.06|14.13
        21786|X|Vĩnh Thạnh|546||||108.72|14.17
        21787|X|Vĩnh Sơn|546||||108.72|14.34
        21796|X|Vĩnh Thịnh|546||||108.83|14.14
        21805|X|Vĩnh Quang|546||||108.76|14.07
        21808|X|Tây Sơn|547||||108.97|13.87
        21817|X|Bình Hiệp|547||||108.9|14.03
        21820|X|Bình Khê|547||||108.81|13.98
        21829|X|Bình An|547||||108.91|13.95
        21835|X|Bình Phú|547||||108.85|13.85
        21853|X|Phù Cát|548||||109.06|14
        21859|X|Đề Gi|548||||109.15|14.11
        21868|X|Hội Sơn|548||||108.95|14.13
        21871|X|Hoà Hội|548||||109.04|14.05
        21880|X|Cát Tiến|548||||109.23|14.01
        21892|X|Xuân An|548||||109.13|13.99
        21901|X|Ngô Mây|548||||109.19|13.97
        21907|P|Bình Định|549||||109.04|13.89
        21910|P|An Nhơn|549||||109.06|13.93
        21925|P|An Nhơn Bắc|549||||109.14|13.94
        21934|P|An Nhơn Đông|549||||109.12|13.91
        21940|X|An Nhơn Tây|549||||109|13.82
        21943|P|An Nhơn Nam|549||||109.07|13.84
        21952|X|Tuy Phước|550|21952|TT|Tuy Phước|109.165|13.83
        21952|X|Tuy Phước|550|21955|TT|Diêu Trì|109.14|13.81
        21952|X|Tuy Phước|550|21982|X|Phước Thuận|109.205|13.845
        21952|X|Tuy Phước|550|21979|X|Phước Nghĩa|109.175|13.85
        21952|X|Tuy Phước|550|21976|X|Phước Lộc|109.125|13.835
        21964|X|Tuy Phước Bắc|550|21973|X|Phước Hiệp|109.15|13.87
        21964|X|Tuy Phước Bắc|550|21961|X|Phước Hưng|109.135|13.9
        21964|X|Tuy Phước Bắc|550|21964|X|Phước Quang|109.165|13.895
        21970|X|Tuy Phước Đông|550|21970|X|Phước Sơn|109.2|13.875
        21970|X|Tuy Phước Đông|550|21967|X|Phước Hòa|109.215|13.905
        21970|X|Tuy Phước Đông|550|21958|X|Phước Thắng|109.205|13.93
        21985|X|Tuy Phước Tây|550|21985|X|Phước An|109.115|13.805
        21985|X|Tuy Phước Tây|550|21988|X|Phước Thành|109.095|13.765
        21994|X|Vân Canh|551|21994|TT|Vân Canh|108.995|13.62
        21994|X|Vân Canh|551|22009|X|Canh Thuận|108.95|13.585
        21994|X|Vân Canh|551|22012|X|Canh Hòa|109.03|13.57
        21994|X|Vân Canh|551|22000|X|Canh Hiệp|108.985|13.66
        21997|X|Canh Liên|551|21997|X|Canh Liên|108.87|13.68
        22006|X|Canh Vinh|551|22003|X|Canh Vinh|109.055|13.74
        22006|X|Canh Vinh|551|22006|X|Canh Hiển|109.025|13.705
        22006|X|Canh Vinh|551|21997|X|Canh Liên|108.93|13.71
        22006|X|Canh Vinh|551|22000|X|Canh Hiệp|108.985|13.695
        """

    /// The former province of Gia Lai (64).
    static let highlands = """
        23563|P|Diên Hồng|622||||107.97|13.96
        23575|P|Pleiku|622||||108.03|14
        23584|P|Thống Nhất|622||||107.98|14.03
        23586|P|Hội Phú|622||||108.02|13.93
        23590|X|Biển Hồ|622||||108.04|14.09
        23602|P|An Phú|622||||108.06|13.97
        23611|X|Gào|622||||107.9|13.9
        23614|P|An Bình|623||||108.61|13.97
        23617|P|An Khê|623||||108.66|13.99
        23629|X|Cửu An|623||||108.73|14.02
        23638|X|Kbang|625||||108.56|14.18
        23644|X|Đak Rong|625||||108.41|14.42
        23647|X|Sơn Lang|625||||108.56|14.41
        23650|X|Krong|625||||108.44|14.27
        23668|X|Tơ Tung|625||||108.51|14.06
        23674|X|Kông Bơ La|625||||108.62|14.1
        23677|X|Đak Đoa|626||||108.14|13.97
        23683|X|Đak Sơmei|626||||108.27|14.27
        23701|X|Kon Gang|626||||108.15|14.08
        23710|X|Ia Băng|626||||108.08|13.92
        23714|X|KDang|626||||108.2|13.96
        23722|X|Chư Păh|627||||107.96|14.14
        23728|X|Ia Khươl|627||||108.14|14.27
        23734|X|Ia Ly|627||||107.78|14.2
        23749|X|Ia Phí|627||||107.91|14.18
        23764|X|Ia Grai|628||||107.78|14.01
        23767|X|Ia Hrung|628||||107.91|14.02
        23776|X|Ia Krái|628||||107.63|14.01
        23782|X|Ia O|628||||107.54|13.95
        23788|X|Ia Chia|628||||107.58|13.89
        23794|X|Mang Yang|629||||108.26|14.05
        23798|X|Ayun|629||||108.31|14.14
        23799|X|Hra|629||||108.4|14.05
        23812|X|Lơ Pang|629||||108.3|13.88
        23818|X|Kon Chiêng|629||||108.3|13.77
        23824|X|Kông Chro|630||||108.53|13.72
        23830|X|Chư Krey|630||||108.44|13.89
        23833|X|Ya Ma|630||||108.6|13.81
        23839|X|SRó|630||||108.64|13.71
        23842|X|Đăk Song|630||||108.76|13.69
        23851|X|Chơ Long|630||||108.42|13.75
        23857|X|Đức Cơ|631||||107.72|13.75
        23866|X|Ia Krêl|631||||107.79|13.81
        23869|X|Ia Dơk|631||||107.7|13.86
        23872|X|Ia Dom|631||||107.53|13.81
        23881|X|Ia Pnôn|631||||107.64|13.71
        23884|X|Ia Nan|631||||107.58|13.73
        23887|X|Chư Prông|632||||107.89|13.77
        23896|X|Bàu Cạn|632||||107.89|13.83
        23908|X|Ia Tôr|632||||107.99|13.78
        23911|X|Ia Boòng|632||||107.84|13.67
        23917|X|Ia Púch|632||||107.7|13.62
        23926|X|Ia Pia|632||||107.89|13.6
        23935|X|Ia Lâu|632||||107.87|13.47
        23938|X|Ia Mơ|632||||107.72|13.45
        23941|X|Chư Sê|633||||108.07|13.71
        23942|X|Chư Pưh|639||||108.13|13.51
        23947|X|Bờ Ngoong|633||||108.09|13.8
        23954|X|Al Bá|633||||108.15|13.7
        23971|X|Ia Hrú|639||||108.19|13.62
        23977|X|Ia Ko|633||||108.01|13.6
        23986|X|Ia Le|639||||108.07|13.44
        23995|X|Đak Pơ|634||||108.5|13.97
        24007|X|Ya Hội|634||||108.68|13.88
        24013|X|Pờ Tó|635||||108.4|13.62
        24022|X|Ia Pa|635||||108.45|13.51
        24028|X|Ia Tul|635||||108.59|13.5
        24043|X|Phú Thiện|638||||108.34|13.49
        24044|P|Ayun Pa|624||||108.44|13.41
        24049|X|Chư A Thai|638||||108.28|13.57
        24061|X|Ia Hiao|638||||108.32|13.41
        24065|X|Ia Rbol|624||||108.39|13.34
        24073|X|Ia Sao|635||||108.44|13.28
        24076|X|Phú Túc|637||||108.78|13.26
        24100|X|Ia Dreh|637||||108.63|13.09
        24109|X|Uar|637||||108.55|13.24
        24112|X|Ia Rsai|637||||108.67|13.34
        """

    /// Districts until 30 June 2025: code, type, name, former province.
    static let districts = """
        540|Thành phố|Quy Nhơn|52
        542|Huyện|An Lão|52
        543|Thị xã|Hoài Nhơn|52
        544|Huyện|Hoài Ân|52
        545|Huyện|Phù Mỹ|52
        546|Huyện|Vĩnh Thạnh|52
        547|Huyện|Tây Sơn|52
        548|Huyện|Phù Cát|52
        549|Thị xã|An Nhơn|52
        550|Huyện|Tuy Phước|52
        551|Huyện|Vân Canh|52
        622|Thành phố|Pleiku|64
        623|Thị xã|An Khê|64
        624|Thị xã|Ayun Pa|64
        625|Huyện|KBang|64
        626|Huyện|Đăk Đoa|64
        627|Huyện|Chư Păh|64
        628|Huyện|Ia Grai|64
        629|Huyện|Mang Yang|64
        630|Huyện|Kông Chro|64
        631|Huyện|Đức Cơ|64
        632|Huyện|Chư Prông|64
        633|Huyện|Chư Sê|64
        634|Huyện|Đăk Pơ|64
        635|Huyện|Ia Pa|64
        637|Huyện|Krông Pa|64
        638|Huyện|Phú Thiện|64
        639|Huyện|Chư Pưh|64
        """

    /// The land border of the province from the north-east coast round to the south-east coast, in degrees, rounded to
    /// a few kilometres; the sea closes it in the east.
    static let landBorder: [(Double, Double)] = [
        (110.0, 14.70), (108.93, 14.70), (108.77, 14.68), (108.76, 14.60), (108.70, 14.62), (108.61, 14.53),
        (108.56, 14.59), (108.49, 14.54), (108.40, 14.60), (108.36, 14.58), (108.38, 14.52), (108.29, 14.39),
        (108.11, 14.36), (108.01, 14.24), (107.96, 14.23), (107.88, 14.28), (107.81, 14.22), (107.69, 14.22),
        (107.65, 14.07), (107.53, 14.02), (107.47, 13.95), (107.45, 13.79), (107.53, 13.75), (107.62, 13.53),
        (107.61, 13.31), (107.70, 13.38), (108.11, 13.42), (108.34, 13.34), (108.51, 13.04), (108.67, 13.00),
        (108.75, 13.04), (108.76, 13.13), (108.84, 13.16), (108.87, 13.25), (108.79, 13.48), (108.70, 13.48),
        (108.75, 13.57), (109.03, 13.53), (109.12, 13.59), (109.16, 13.61), (110.0, 13.61),
    ]
}

/// One piece of land with its units before and since 1 July 2025.
struct UnitAtom: Hashable, Sendable {
    var code: String
    var type: String
    var name: String
    var district: String
    /// `nil` where the sample has no commune of the old era.
    var old: OldCommune?
    var longitude: Double
    var latitude: Double

    struct OldCommune: Hashable, Sendable {
        var code: String
        var type: String
        var name: String
    }

    /// Every row of the table, in its order.
    static let all: [UnitAtom] = (UnitTable.coast + "\n" + UnitTable.highlands).split(separator: "\n").map { row in
        let cells = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        precondition(cells.count == 9, "a row of the unit table has nine cells: \(row)")
        guard let longitude = Double(cells[7]), let latitude = Double(cells[8]) else {
            preconditionFailure("a row of the unit table ends in a position: \(row)")
        }
        let old = OldCommune(code: cells[4], type: typeName(cells[5]), name: cells[6])
        return UnitAtom(
            code: cells[0], type: typeName(cells[1]), name: cells[2], district: cells[3],
            old: cells[4].isEmpty ? nil : old, longitude: longitude, latitude: latitude)
    }

    private static func typeName(_ letter: String) -> String {
        switch letter {
        case "P": "Phường"
        case "TT": "Thị trấn"
        default: "Xã"
        }
    }
}
