using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;

namespace BacSon.App.Demo;

/// <summary>The office's register of the past year: what came in, what the leaders wrote on it, and the duties that came of it.</summary>
internal sealed partial class DemoCommune
{
    /// <summary>A duty of a document: its unit, what, the product and its date in working days from the anchor; null for the document's own date.</summary>
    private sealed record Given(string Unit, string What, string Product, int? Due = null, params string[] With);

    /// <summary>A document that came in.</summary>
    /// <param name="Day">Working days from the anchor on which it arrived.</param>
    /// <param name="Due">Its own date in working days from the anchor; null for none.</param>
    private sealed record Came(int Day, string Number, string Issuer, string About, int? Due = null, DocumentUrgency Urgency = DocumentUrgency.Normal)
    {
        /// <summary>The direction and whose it is; null for none.</summary>
        public string? Direction { get; init; }
        public string By { get; init; } = "P01";

        /// <summary>A second direction, so many working days from the anchor.</summary>
        public (int Day, string Text, string By)? Later { get; init; }
        public Given[] Duties { get; init; } = [];

        /// <summary>Still waits to be given.</summary>
        public bool Waits { get; init; }
    }

    private const DocumentUrgency Urgent = DocumentUrgency.Urgent;

    private static readonly Came[] Incoming =
    [
        new(-215, "12/UBND-VP", "UBND tỉnh", "Về việc bảo đảm trực Tết, bình ổn giá cả thị trường dịp tết Nguyên đán"),
        new(-205, "45/SNNMT-TL", "Sở Nông nghiệp và Môi trường", "Về việc lấy nước phục vụ gieo cấy vụ Xuân"),
        new(-198, "27/KH-UBND", "UBND tỉnh", "Kế hoạch cải cách hành chính nhà nước năm 2026"),
        new(-190, "88/SNV-CCHC", "Sở Nội vụ", "Về việc công bố kết quả Chỉ số cải cách hành chính của UBND cấp xã"),
        new(-180, "61/STC-QLNS", "Sở Tài chính", "Hướng dẫn công khai dự toán ngân sách cấp xã"),
        new(-172, "105/UBND-KGVX", "UBND tỉnh", "Về việc tổ chức Ngày Sách và Văn hóa đọc Việt Nam"),
        new(-163, "34/BC-UBND", "UBND tỉnh", "Báo cáo kết quả Chỉ số PAPI năm 2025 và nhiệm vụ, giải pháp nâng cao"),
        new(-154, "412/SYT-NVY", "Sở Y tế", "Về việc phòng, chống dịch bệnh mùa hè"),
        new(-146, "19/CT-UBND", "UBND tỉnh", "Chỉ thị về công tác phòng, chống thiên tai và tìm kiếm cứu nạn"),
        new(-137, "233/SGDĐT-GDTH", "Sở Giáo dục và Đào tạo", "Về việc tuyển sinh vào lớp 1 năm học 2026-2027"),
        new(-128, "57/TB-UBND", "UBND tỉnh", "Thông báo kết luận của Chủ tịch UBND tỉnh tại hội nghị giao ban quý II"),
        new(-118, "318/SVHTTDL-GĐ", "Sở Văn hóa, Thể thao và Du lịch", "Về việc tổ chức Ngày Gia đình Việt Nam 28/6"),
        new(-108, "902/UBND-NC", "UBND tỉnh", "Về việc phòng cháy, chữa cháy rừng mùa nắng nóng", null, Urgent),
        new(-92, "976/UBND-KT", "UBND tỉnh", "Về việc rà soát tiến độ giải ngân vốn các chương trình mục tiêu quốc gia", -78)
        {
            Direction = "Phòng Kinh tế tổng hợp từng công trình, nêu rõ vướng mắc, báo cáo trước thời hạn của tỉnh.", By = "P03",
            Duties = [new("KT", "Tổng hợp tiến độ giải ngân vốn các chương trình mục tiêu quốc gia", "Báo cáo", -80), new("VP", "Trình ký, gửi báo cáo tiến độ giải ngân về UBND tỉnh", "Báo cáo đã phát hành")],
        },
        new(-86, "521/SNV-XDCQ", "Sở Nội vụ", "Về việc thống kê người hoạt động không chuyên trách ở thôn", -72)
        {
            Direction = "Phòng Văn hóa - Xã hội phối hợp Văn phòng rà soát theo từng thôn.", By = "P02",
            Duties = [new("VHXH", "Thống kê người hoạt động không chuyên trách ở 15 thôn", "Biểu thống kê", null, "VP")],
        },
        new(-81, "1023/UBND-NC", "UBND tỉnh", "Về việc tăng cường bảo đảm trật tự an toàn giao thông dịp Quốc khánh 2-9", -66, Urgent)
        {
            Direction = "Công an xã xây dựng phương án, các thôn tuyên truyền.",
            Duties = [new("CA", "Xây dựng phương án bảo đảm trật tự an toàn giao thông dịp Quốc khánh", "Phương án", -70), new("VHXH", "Tuyên truyền trật tự an toàn giao thông trên Đài truyền thanh xã", "Lịch phát, bản tin", -68)],
        },
        new(-74, "640/SYT-BHYT", "Sở Y tế", "Về việc rà soát người chưa tham gia bảo hiểm y tế theo hộ gia đình", -58)
        {
            Direction = "Trạm Y tế chủ trì, lập danh sách theo thôn.", By = "P02",
            Duties = [new("TYT", "Lập danh sách người chưa tham gia bảo hiểm y tế theo thôn", "Danh sách", null, "VHXH")],
        },
        new(-69, "288/TTr-CAT", "Công an tỉnh", "Về việc phối hợp tuyên truyền phòng, chống lừa đảo trên không gian mạng"),
        new(-63, "1095/UBND-VX", "UBND tỉnh", "Về việc chuẩn bị khai giảng năm học 2026-2027", -55)
        {
            Duties = [new("VHXH", "Kiểm tra điều kiện khai giảng tại bốn trường", "Biên bản kiểm tra")],
        },
        new(-56, "733/SXD-QLN", "Sở Xây dựng", "Về việc báo cáo kết quả xóa nhà tạm, nhà dột nát", -44)
        {
            Direction = "Phòng Kinh tế rà soát thực tế từng nhà, có ảnh trước và sau.", By = "P03",
            Duties = [new("KT", "Báo cáo kết quả xóa nhà tạm, nhà dột nát", "Báo cáo, ảnh", null, "MTTQ")],
        },
        new(-51, "1140/UBND-TH", "UBND tỉnh", "Về việc báo cáo kinh tế - xã hội 9 tháng năm 2026", -40)
        {
            Direction = "Các phòng gửi số liệu về Văn phòng chậm nhất trước ba ngày.",
            Duties =
            [
                new("VP", "Tổng hợp báo cáo kinh tế - xã hội 9 tháng", "Báo cáo", null, "KT", "VHXH"), new("KT", "Số liệu kinh tế, nông nghiệp 9 tháng", "Biểu số liệu", -44),
                new("VHXH", "Số liệu văn hóa - xã hội 9 tháng", "Biểu số liệu", -44), new("CA", "Số liệu an ninh, trật tự 9 tháng", "Biểu số liệu", -44),
            ],
        },
        new(-46, "402/STP-HT", "Sở Tư pháp", "Về việc cập nhật dữ liệu hộ tịch còn thiếu số định danh cá nhân", -30)
        {
            Duties = [new("PVHCC", "Cập nhật dữ liệu hộ tịch còn thiếu số định danh cá nhân", "Biểu đối chiếu")],
        },
        new(-41, "15/KH-BCĐ", "Ban Chỉ đạo phòng thủ dân sự tỉnh", "Kế hoạch diễn tập phòng thủ dân sự", -25)
        {
            Direction = "Ban Chỉ huy Quân sự tham mưu, báo cáo Chủ tịch duyệt.",
            Duties = [new("QS", "Xây dựng kế hoạch diễn tập phòng thủ dân sự của xã", "Kế hoạch")],
        },
        new(-37, "1198/UBND-KSTT", "UBND tỉnh", "Về việc nâng cao tỷ lệ hồ sơ trực tuyến toàn trình tại cấp xã", -20)
        {
            Direction = "Trung tâm Phục vụ hành chính công đề xuất chỉ tiêu cho từng lĩnh vực.", By = "P02",
            Duties = [new("PVHCC", "Đề xuất giải pháp nâng tỷ lệ hồ sơ trực tuyến toàn trình", "Tờ trình", -23), new("VHXH", "Thành lập Tổ công nghệ số cộng đồng tại các thôn chưa có", "Quyết định, danh sách")],
        },
        new(-33, "566/SNNMT-CNTY", "Sở Nông nghiệp và Môi trường", "Về việc tiêm phòng vắc xin cho đàn gia súc vụ Thu", -12)
        {
            Duties = [new("TTDV", "Tổ chức tiêm phòng vắc xin cho đàn gia súc vụ Thu", "Báo cáo kết quả")],
        },
        new(-29, "91/TB-HĐND", "Thường trực HĐND tỉnh", "Thông báo thời gian, nội dung tiếp xúc cử tri trước kỳ họp cuối năm", -10)
        {
            Direction = "Văn phòng bố trí hội trường, thông báo đến các thôn.",
            Duties = [new("VP", "Bố trí hội nghị tiếp xúc cử tri tại hai cụm thôn", "Lịch, giấy mời", null, "MTTQ")],
        },
        new(-24, "1239/UBND-NN", "UBND tỉnh", "Về việc chủ động ứng phó rét đậm, rét hại", -15, DocumentUrgency.VeryUrgent)
        {
            Direction = "Các thôn thông báo ngay trong ngày; Phòng Kinh tế kiểm tra chuồng trại.", By = "P03",
            Later = (-21, "Báo cáo số hộ chưa che chắn chuồng trại trước giờ giao ban.", "P01"),
            Duties = [new("KT", "Kiểm tra che chắn chuồng trại, dự trữ thức ăn cho gia súc", "Báo cáo", null, "TTDV")],
        },
        new(-19, "803/STC-TCNS", "Sở Tài chính", "Về việc lập dự toán ngân sách năm sau", 6)
        {
            Direction = "Phòng Kinh tế lập dự toán chi tiết, bảo đảm công khai đúng hạn.", By = "P01",
            Duties = [new("KT", "Lập dự toán ngân sách xã năm sau", "Dự toán, thuyết minh", 5), new("VP", "Đăng ký nội dung dự toán vào kỳ họp HĐND xã", "Tờ trình")],
        },
        new(-14, "2207/BHXH-TST", "Bảo hiểm xã hội tỉnh", "Về việc gia hạn thẻ bảo hiểm y tế hộ nghèo, hộ cận nghèo", 9)
        {
            Direction = "Rà soát xong danh sách mới gửi, không gửi danh sách cũ.", By = "P02",
            Duties = [new("VHXH", "Đối chiếu danh sách gia hạn thẻ bảo hiểm y tế hộ nghèo, hộ cận nghèo", "Danh sách", null, "TYT")],
        },
        new(-11, "1271/UBND-KGVX", "UBND tỉnh", "Về việc tổng kết phong trào Toàn dân đoàn kết xây dựng đời sống văn hóa", 14)
        {
            Duties = [new("VHXH", "Báo cáo tổng kết phong trào Toàn dân đoàn kết xây dựng đời sống văn hóa", "Báo cáo", null, "MTTQ")],
        },
        new(-9, "455/TTr-UBMT", "Ủy ban Mặt trận Tổ quốc tỉnh", "Về việc phối hợp giám sát đầu tư của cộng đồng năm 2026"),
        new(-7, "688/SNV-TCBC", "Sở Nội vụ", "Về việc góp ý phương án sắp xếp thôn", 8) { Direction = "Văn phòng tham mưu đơn vị chủ trì.", Waits = true },
        new(-4, "1301/UBND-ĐT", "UBND tỉnh", "Về việc cung cấp thông tin quy hoạch khu dân cư cho người dân", 12)
        {
            Direction = "Phòng Kinh tế chủ trì, niêm yết tại trụ sở và nhà văn hóa các thôn.", By = "P03",
            Duties = [new("KT", "Niêm yết thông tin quy hoạch khu dân cư tại trụ sở và nhà văn hóa các thôn", "Biên bản niêm yết", 11, "TTDV")],
        },
        new(-3, "719/SYT-NVD", "Sở Y tế", "Về việc kiểm tra an toàn thực phẩm dịp cuối năm", 15) { Waits = true },
        new(-2, "1310/UBND-NC", "UBND tỉnh", "Về việc báo cáo kết quả thực hiện dân chủ ở cơ sở năm 2026", 10, Urgent) { Direction = "Văn phòng xây dựng báo cáo, lấy số liệu của các thôn.", Waits = true },
        new(-2, "340/CV-ĐVN", "Điện lực Bắc Sơn", "Thông báo lịch ngừng cung cấp điện để sửa chữa lưới điện"),
        new(-1, "865/SXD-HTKT", "Sở Xây dựng", "Về việc rà soát cầu treo dân sinh xuống cấp", 5, DocumentUrgency.Express) { Waits = true },
        new(-1, "1318/UBND-VP", "UBND tỉnh", "Về việc đăng ký làm việc với Đoàn kiểm tra công vụ của tỉnh", 3, Urgent) { Waits = true },
    ];

    private readonly Dictionary<string, long> _documents = [];
    private readonly Dictionary<int, int> _numbers = [];

    private void PutDocuments()
    {
        var fixedOnes = _facts.Documents.Where(x => x.ReceivedNumber is not null).ToDictionary(x => x.Number);
        var all = Incoming.Select(x => (Came: x, Code: (string?)null))
            .Concat(fixedOnes.Values.Select(x => (Came: new Came(x.Day, x.Number, x.Issuer, x.Title) { Direction = x.Direction, By = x.DirectionBy ?? "P01" }, Code: (string?)x.Code)));
        foreach (var (came, code) in all.OrderBy(x => x.Came.Day).ToList())
        {
            var day = Wd(came.Day);
            // A commune takes in some six or seven documents a calendar day.
            var number = code is null ? Math.Max(_numbers.GetValueOrDefault(day.Year) + 1, (int)(day.DayOfYear * 6.5)) : Math.Max(_numbers.GetValueOrDefault(day.Year) + 1, fixedOnes[came.Number].ReceivedNumber!.Value);
            _numbers[day.Year] = number;
            At(day.ToDateTime(new TimeOnly(7, 50)), () => EnterAsync(came, code, day, number));
        }
        foreach (var x in _facts.Documents.Where(x => x.ReceivedNumber is null))
            At(Wd(x.Day).ToDateTime(new TimeOnly(16, 0)), async () =>
                await Book.EnterIssuedAsync(new DocumentInput(x.Number, Wd(x.Day), x.Issuer, x.Title) { Signer = "Trần Quốc Hùng", Recipients = "Các phòng, đơn vị, các thôn; Lưu: VT, VP" }, await AsAsync(Person("P05")), _cancel));
    }

    private DocumentBook Book => _services.GetRequiredService<DocumentBook>();

    private async Task EnterAsync(Came came, string? code, DateOnly day, int number)
    {
        var office = await AsAsync(Person("P05"));
        var document = await Book.EnterIncomingAsync(new DocumentInput(came.Number, _calendar.AddWorkingDays(day, -2), came.Issuer, came.About, day, number)
        {
            DueOn = came.Due is { } due ? Wd(due) : null,
            Urgency = came.Urgency,
        }, office, _cancel);
        await Book.AttachAsync(document.Id, $"{came.Number.Replace('/', '-')}.pdf", new MemoryStream(_papers.Page(came.About)), office, _cancel);
        if (code is not null)
            _documents[code] = document.Id;
        if (came.Direction is not null)
            await Book.DirectAsync(document.Id, came.Direction, Person(came.By), null, await AsAsync(Person("P05")), _cancel);
        if (came.Later is { } later)
            At(Wd(later.Day).ToDateTime(new TimeOnly(9, 30)), async () => await Book.DirectAsync(document.Id, later.Text, Person(later.By), null, await AsAsync(Person(later.By)), _cancel));
        if (came.Duties.Length > 0)
        {
            // Given an hour later, when the leader has written on it.
            if (!At(_clock.OfficeNow().AddHours(1), () => GiveAsync(document.Id, came)))
                await GiveAsync(document.Id, came);
        }
        else if (!came.Waits && code is null)
        {
            _db.ChangeTracker.Clear();
            var read = await Book.ReadAsync(document.Id, await AsAsync(Person("P05")), _cancel);
            await Book.FileAsync(document.Id, true, await AsAsync(Person("P05")), read.Version, _cancel);
        }
    }

    private async Task GiveAsync(long documentId, Came came)
    {
        var office = await AsAsync(Person("P05"));
        var document = await Book.ReadAsync(documentId, office, _cancel);
        var duties = await Book.AssignAsync(documentId, PapiArea.General, [.. came.Duties.Select((x, i) => new DutyOfDocument(i, Unit(x.Unit), x.What, x.Due is { } due ? Wd(due) : null, x.Product, null, [.. x.With.Select(Unit)]))],
            null, office, document.Version, _cancel);
        foreach (var duty in duties.Where(x => x.DueOn < _anchor))
            PutDoing(duty, _calendar.AddWorkingDays(_calendar.OnOrBefore(duty.DueOn), -_chance.Next(2)));
    }
}
