package import GeoCore

/// The registers of the simulated city's devices, as the offices that run them would send them: one CSV for each layer.
package struct CityRegister {
    /// A file that is imported into a layer.
    package struct File: Hashable, Sendable {
        package var layer: String
        package var name: String
        package var text: String
    }

    private let options: CityOptions
    private let streets: [Coordinate: String]

    /// - Parameter streets: The names of streets, by places on them where devices stand.
    package init(_ options: CityOptions, streets: [Coordinate: String]) {
        self.options = options
        self.streets = streets
    }

    /// The registers of the layers that have devices.
    package var files: [File] {
        [gauges, airSensors, lampControllers] + vehicles
    }

    // MARK: Stations

    /// Places that are made up: no station of these names stands there.
    private static let localities = ["Bình Nghi", "Vạn Hội", "Thuận Nghĩa", "Phú Xuân Thượng", "Định Quang", "Hoà Lạc"]
    /// Metres of alarm I; II and III lie 0.6 and 1.2 m higher.
    private static let alarmLevels = [1.8, 2.6, 2.2, 3.2]

    private var gauges: File {
        let columns = ["ten", "loai", "song_ho", "bao_dong_1", "bao_dong_2", "bao_dong_3", "nguon_bao_dong"]
        return stations(.waterGauge, options.waterGauges, "tram-do-muc-nuoc.csv", columns) { number, _ in
            let alarm = Self.alarmLevels[number % Self.alarmLevels.count]
            let name = Self.unique(Self.localities[number % Self.localities.count], number / Self.localities.count)
            return ["Trạm thủy văn \(name)", "song", "Sông Hà Thanh"]
                + [alarm, alarm + 0.6, alarm + 1.2].map(Self.decimal) + [
                    "Số liệu mẫu, không phải cấp báo động đã ban hành"
                ]
        }
    }

    private var airSensors: File {
        stations(.airSensor, options.airSensors, "tram-quan-trac-khong-khi.csv", ["ten"]) { _, street in
            ["Trạm quan trắc \(street)"]
        }
    }

    private var lampControllers: File {
        let columns = ["ten", "tuyen_duong", "so_den"]
        return stations(.lampController, options.lampControllers, "tu-dieu-khien-chieu-sang.csv", columns) {
            number, street in
            ["Tủ chiếu sáng \(street)", street, "\(24 + number % 5 * 4)"]
        }
    }

    private func stations(
        _ kind: CitySensor.Kind, _ places: [Coordinate], _ name: String, _ columns: [String],
        _ values: (_ number: Int, _ street: String) -> [String]
    ) -> File {
        var counts: [String: Int] = [:]
        let rows = places.enumerated().map { number, place in
            let street = streets[place] ?? "Quy Nhơn"
            defer { counts[street, default: 0] += 1 }
            return ["\(kind.prefix)-\(number + 1)"] + values(number, Self.unique(street, counts[street] ?? 0))
                + Self.cells(place)
        }
        return file(kind.layer, name, columns, rows)
    }

    /// A name that is met again gets a number: `Lê Lợi`, `Lê Lợi 2`.
    private static func unique(_ name: String, _ times: Int) -> String { times == 0 ? name : "\(name) \(times + 1)" }

    // MARK: Vehicles

    private var vehicles: [File] {
        [
            fleet(.bus, options.buses, "xe-buyt.csv", ["tuyen", "don_vi", "suc_chua"]) { number in
                ["Tuyến \(1 + number % 4)", "Hợp tác xã xe buýt (mẫu)", "60"]
            },
            fleet(.refuseTruck, options.refuseTrucks, "xe-thu-gom-rac.csv", ["tuyen", "don_vi", "tai_trong"]) {
                number in
                ["Tuyến thu gom \(number + 1)", "Công ty Môi trường đô thị (mẫu)", "8000"]
            },
            fleet(.patrolCar, options.patrolCars, "xe-tuan-tra.csv", ["luc_luong", "don_vi", "nhiem_vu"]) { number in
                [number % 2 == 0 ? "cong-an" : "trat-tu-do-thi", "Đội tuần tra \(1 + number / 2) (mẫu)", "tuan-tra"]
            },
        ]
    }

    /// Vehicles stand where the first road begins until they are heard.
    private func fleet(
        _ kind: CityVehicle.Kind, _ count: Int, _ name: String, _ columns: [String], _ values: (Int) -> [String]
    ) -> File {
        let depot = options.roads.first?.first.map(Self.cells) ?? ["", ""]
        let rows = (0..<count).map { number in
            ["\(kind.prefix)-\(number < 9 ? "0" : "")\(number + 1)"] + values(number) + depot
        }
        return file(kind.layer, name, columns, rows)
    }

    // MARK: Files

    private func file(_ layer: String, _ name: String, _ columns: [String], _ rows: [[String]]) -> File {
        File(layer: layer, name: name, text: TextFiles.csv(["ma"] + columns + ["KinhDo", "ViDo"], rows))
    }

    private static func cells(_ place: Coordinate) -> [String] { ["\(place.x)", "\(place.y)"] }

    private static func decimal(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
