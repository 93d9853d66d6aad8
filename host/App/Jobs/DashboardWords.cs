using System.Globalization;
using System.Reflection;
using System.Resources;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Resources;

namespace BacSon.App.Jobs;

/// <summary>
/// The dashboard's own words in Vietnamese, which is not among the translations that Hangfire ships. They take the place of
/// the resources of its pages, whatever the culture of the request; a text that a later version adds stays as Hangfire wrote
/// it until it is translated here (a test says which). What the dashboard writes without its resources is translated in the
/// cards of a run's states, and where even they have no hook in dashboard.js.
/// </summary>
internal sealed class DashboardWords : ResourceManager
{
    private readonly ResourceManager _shipped;

    private DashboardWords(ResourceManager shipped) => _shipped = shipped;

    public override string? GetString(string name) => GetString(name, null);

    public override string? GetString(string name, CultureInfo? culture) => Vietnamese.GetValueOrDefault(name) ?? _shipped.GetString(name, CultureInfo.InvariantCulture);

    /// <summary>Puts the words in place, once for the process. Throws when the dashboard no longer keeps its words where they were.</summary>
    public static void Install()
    {
        if (Strings.ResourceManager is DashboardWords)
            return;
        var kept = typeof(Strings).GetField("resourceMan", BindingFlags.NonPublic | BindingFlags.Static)
            ?? throw new InvalidOperationException("Hangfire keeps the words of its dashboard elsewhere: translate them there.");
        kept.SetValue(null, new DashboardWords(Strings.ResourceManager));
        TranslateCards();
        DashboardRoutes.AddJavaScript(typeof(DashboardWords).Assembly, "dashboard.js");
    }

    // The labels of a card are literals of its renderer, but renderers may be replaced: ours let the shipped ones write and
    // change the labels. A value is encoded, so that it never holds a <dt>.
    private static void TranslateCards()
    {
        var shipped = (IDictionary<string, Func<HtmlHelper, IDictionary<string, string>, NonEscapedString?>>?)typeof(JobHistoryRenderer)
            .GetField("Renderers", BindingFlags.NonPublic | BindingFlags.Static)?.GetValue(null)
            ?? throw new InvalidOperationException("Hangfire keeps the renderers of its cards elsewhere: translate them there.");
        foreach (var (state, write) in shipped.ToList())
            JobHistoryRenderer.Register(state, (html, data) => write(html, data)?.ToString() is { } card
                ? html.Raw(CardLabels.Aggregate(card, (text, label) => text.Replace($"<dt>{label.Key}</dt>", $"<dt>{label.Value}</dt>", StringComparison.Ordinal)))
                : null);
    }

    private static readonly Dictionary<string, string> CardLabels = new()
    {
        ["Latency:"] = "Thời gian chờ:", ["Duration:"] = "Thời gian chạy:", ["Result:"] = "Kết quả:", ["Server:"] = "Máy:", ["Worker:"] = "Luồng:", ["Queue:"] = "Hàng chạy:",
        ["Enqueue at:"] = "Vào hàng lúc:", ["Parent"] = "Lần chạy trước", ["Next State"] = "Trạng thái tiếp theo", ["Options"] = "Điều kiện",
    };

    /// <summary>The names of all texts that Hangfire ships; only after <see cref="Install"/>.</summary>
    internal static IEnumerable<string> ShippedNames() => ((DashboardWords)Strings.ResourceManager)._shipped
        .GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!
        .Cast<System.Collections.DictionaryEntry>().Select(x => (string)x.Key);

    internal static readonly IReadOnlyDictionary<string, string> Vietnamese = new Dictionary<string, string>
    {
        ["AwaitingJobsPage_ContinuationsWarning_Text"] = "Các lần chạy nối tiếp vẫn được thực hiện, nhưng nơi lưu hiện tại không hỗ trợ truy vấn mà trang này cần.",
        ["AwaitingJobsPage_ContinuationsWarning_Title"] = "Các lần chạy nối tiếp vẫn được thực hiện, nhưng không hiện được ở trang này",
        ["AwaitingJobsPage_NoJobs"] = "Không có lần chạy nào đang chờ lần chạy trước.",
        ["AwaitingJobsPage_Table_Options"] = "Điều kiện",
        ["AwaitingJobsPage_Table_Parent"] = "Lần chạy trước",
        ["AwaitingJobsPage_Table_Since"] = "Chờ từ",
        ["AwaitingJobsPage_Title"] = "Chờ lần chạy trước",
        ["Common_CannotFindTargetMethod"] = "Không tìm thấy việc cần chạy.",
        ["Common_Condition"] = "Điều kiện",
        ["Common_Continuations"] = "Chạy nối tiếp",
        ["Common_Created"] = "Lập lúc",
        ["Common_Delete"] = "Xóa",
        ["Common_DeleteConfirm"] = "Xóa TẤT CẢ các lần chạy đã chọn?",
        ["Common_DeleteSelected"] = "Xóa mục đã chọn",
        ["Common_Deleting"] = "Đang xóa…",
        ["Common_Disabled"] = "Đang tắt",
        ["Common_EnqueueButton_Text"] = "Xếp vào hàng chạy",
        ["Common_Enqueued"] = "Vào hàng lúc",
        ["Common_Enqueueing"] = "Đang xếp vào hàng…",
        ["Common_Error"] = "Lỗi",
        ["Common_Fetched"] = "Nhận lúc",
        ["Common_Id"] = "Mã",
        ["Common_Job"] = "Việc",
        ["Common_JobExpired"] = "Lần chạy này đã hết thời gian lưu.",
        ["Common_JobStateChanged_Text"] = "Trạng thái của lần chạy vừa thay đổi trong khi đọc.",
        ["Common_LessDetails"] = "Thu gọn…",
        ["Common_MoreDetails"] = "Xem chi tiết…",
        ["Common_NoState"] = "Chưa xác định",
        ["Common_NotAvailable"] = "Chưa có số liệu",
        ["Common_PeriodDay"] = "Ngày",
        ["Common_PeriodWeek"] = "Tuần",
        ["Common_Reason"] = "Lý do",
        ["Common_RequeueJobs"] = "Xếp lại vào hàng chạy",
        ["Common_Retry"] = "Chạy lại",
        ["Common_Server"] = "Máy",
        ["Common_State"] = "Trạng thái",
        ["Common_Unknown"] = "Chưa xác định",
        ["DeletedJobsPage_NoJobs"] = "Không có lần chạy nào đã xóa.",
        ["DeletedJobsPage_Table_Deleted"] = "Xóa lúc",
        ["DeletedJobsPage_Table_Exception"] = "Lỗi",
        ["DeletedJobsPage_Title"] = "Đã xóa",
        ["EnqueuedJobsPage_NoJobs"] = "Hàng chạy đang trống.",
        ["EnqueuedJobsPage_Title"] = "Trong hàng chạy",
        ["FailedJobsPage_FailedJobsNotExpire_Warning_Html"] = "<strong>Lần chạy hỏng được giữ lại</strong> để xem lỗi và chạy lại khi cần. Chạy lại hoặc xóa từng lần, hoặc chờ lần chạy tới: mỗi lần chạy đều làm hết phần còn lại.",
        ["FailedJobsPage_NoJobs"] = "Không có lần chạy hỏng nào.",
        ["FailedJobsPage_Table_Failed"] = "Hỏng lúc",
        ["FailedJobsPage_Title"] = "Chạy hỏng",
        ["FetchedJobsPage_NoJobs"] = "Hàng chạy đang trống.",
        ["FetchedJobsPage_Title"] = "Máy đã nhận",
        ["HomePage_GraphHover_Failed"] = "Hỏng",
        ["HomePage_GraphHover_Succeeded"] = "Xong",
        ["HomePage_HistoryGraph"] = "Biểu đồ theo ngày",
        ["HomePage_RealtimeGraph"] = "Biểu đồ hiện thời",
        ["HomePage_Title"] = "Tình hình chạy",
        ["JobDetailsPage_Created"] = "Lập lúc",
        ["JobDetailsPage_DeleteConfirm"] = "Xóa lần chạy này?",
        ["JobDetailsPage_JobAbortedNotActive_Warning_Html"] = "<strong>Lần chạy này đã dừng giữa chừng</strong>: máy <code>{0}</code> đang chạy nó không còn trong danh sách <a href=\"{1}\">máy đang hoạt động</a>. Nó sẽ tự chạy lại; cũng có thể xếp lại vào hàng hoặc xóa.",
        ["JobDetailsPage_JobAbortedWithHeartbeat_Warning_Html"] = "<strong>Lần chạy này có thể đã dừng giữa chừng</strong>: máy <code>{0}</code> đang chạy nó báo tin lần cuối đã hơn 1 phút. Nó sẽ tự chạy lại; cũng có thể xếp lại vào hàng hoặc xóa.",
        ["JobDetailsPage_JobExpired"] = "Lần chạy '{0}' đã hết thời gian lưu hoặc không có trên máy này.",
        ["JobDetailsPage_JobFinished_Warning_Html"] = "<strong>Lần chạy này đã xong</strong>. Nó được xóa khỏi danh sách <em><abbr data-moment=\"{0}\">{1}</abbr></em>; lịch sử đầy đủ ở trang Lịch chạy tự động.",
        ["JobDetailsPage_JobId"] = "Mã",
        ["JobDetailsPage_Parameters"] = "Tham số",
        ["JobDetailsPage_Requeue"] = "Xếp lại vào hàng chạy",
        ["JobDetailsPage_State"] = "Trạng thái",
        ["JobsSidebarMenu_Awaiting"] = "Chờ lần chạy trước",
        ["JobsSidebarMenu_Deleted"] = "Đã xóa",
        ["JobsSidebarMenu_Enqueued"] = "Trong hàng chạy",
        ["JobsSidebarMenu_Failed"] = "Chạy hỏng",
        ["JobsSidebarMenu_Processing"] = "Đang chạy",
        ["JobsSidebarMenu_Scheduled"] = "Đã hẹn giờ",
        ["JobsSidebarMenu_Succeeded"] = "Đã xong",
        ["LayoutPage_Back"] = "Về trang quản trị",
        ["LayoutPage_Footer_Generatedms"] = "Dựng trang trong {0} ms",
        ["LayoutPage_Footer_StorageTime"] = "Giờ của nơi lưu:",
        ["LayoutPage_Footer_Time"] = "Giờ của phần mềm:",
        ["LayoutPage_Footer_TimeIsOutOfSync"] = "Giờ của phần mềm lệch giờ của nơi lưu",
        ["Metrics_ActiveConnections"] = "Kết nối đang dùng",
        ["Metrics_AwaitingCount"] = "Chờ lần chạy trước",
        ["Metrics_DeletedJobs"] = "Đã xóa",
        ["Metrics_EnqueuedCountOrNull"] = "Trong hàng chạy",
        ["Metrics_EnqueuedQueuesCount"] = "Trong hàng chạy / số hàng",
        ["Metrics_FailedCountOrNull"] = "Có {0} lần chạy hỏng. Chạy lại hoặc xóa từng lần.",
        ["Metrics_FailedJobs"] = "Chạy hỏng",
        ["Metrics_ProcessingJobs"] = "Đang chạy",
        ["Metrics_RecurringJobs"] = "Việc định kỳ",
        ["Metrics_Retries"] = "Chờ chạy lại",
        ["Metrics_SQLServer_ActiveTransactions"] = "Giao dịch đang mở",
        ["Metrics_SQLServer_DataFilesSize"] = "Tệp dữ liệu đã dùng (MB)",
        ["Metrics_SQLServer_LogFilesSize"] = "Tệp nhật ký cơ sở dữ liệu đã dùng (MB)",
        ["Metrics_SQLServer_SchemaVersion"] = "Phiên bản cấu trúc",
        ["Metrics_ScheduledJobs"] = "Đã hẹn giờ",
        ["Metrics_Servers"] = "Máy",
        ["Metrics_SucceededJobs"] = "Đã xong",
        ["Metrics_TotalConnections"] = "Tổng số kết nối",
        ["NavigationMenu_Jobs"] = "Các lần chạy",
        ["NavigationMenu_RecurringJobs"] = "Việc định kỳ",
        ["NavigationMenu_Retries"] = "Chờ chạy lại",
        ["NavigationMenu_Servers"] = "Máy",
        ["Paginator_Next"] = "Trang sau",
        ["Paginator_Prev"] = "Trang trước",
        ["Paginator_TotalItems"] = "Tổng số",
        ["PerPageSelector_ItemsPerPage"] = "Số dòng mỗi trang",
        ["ProcessingJobsPage_Aborted"] = "Lần chạy này có thể đã dừng giữa chừng",
        ["ProcessingJobsPage_NoJobs"] = "Hiện không có việc nào đang chạy.",
        ["ProcessingJobsPage_Table_Started"] = "Bắt đầu lúc",
        ["ProcessingJobsPage_Title"] = "Đang chạy",
        ["QueuesPage_NoJobs"] = "Hàng này đang trống.",
        ["QueuesPage_NoQueues"] = "Không có lần chạy nào trong hàng.",
        ["QueuesPage_Table_Length"] = "Số lần chạy",
        ["QueuesPage_Table_NextsJobs"] = "Chạy tiếp theo",
        ["QueuesPage_Table_Queue"] = "Hàng chạy",
        ["QueuesPage_Title"] = "Hàng chạy",
        ["RecurringJobsPage_Canceled"] = "Đã dừng",
        ["RecurringJobsPage_NoJobs"] = "Chưa có việc định kỳ.",
        ["RecurringJobsPage_RecurringJobDisabled_Tooltip"] = "Lịch chạy không đúng, hoặc không có lần chạy nào trong 100 năm tới",
        ["RecurringJobsPage_Table_Cron"] = "Lịch chạy",
        ["RecurringJobsPage_Table_LastExecution"] = "Chạy lần cuối",
        ["RecurringJobsPage_Table_NextExecution"] = "Chạy lần tới",
        ["RecurringJobsPage_Table_TimeZone"] = "Múi giờ",
        ["RecurringJobsPage_Title"] = "Việc định kỳ",
        ["RecurringJobsPage_TriggerNow"] = "Chạy ngay",
        ["RecurringJobsPage_Triggering"] = "Đang cho chạy…",
        ["RetriesPage_NoJobs"] = "Không có lần chạy nào chờ chạy lại.",
        ["RetriesPage_Title"] = "Chờ chạy lại",
        ["RetriesPage_Warning_Html"] = "<h4>Việc chạy lại vẫn được thực hiện, nhưng không hiện được ở trang này</h4><p>Nơi lưu hiện tại không hỗ trợ truy vấn mà trang này cần.</p><p>Xem các lần đã hẹn giờ, gồm cả lần chạy lại, ở trang <a href=\"{0}\">Đã hẹn giờ</a>.</p>",
        ["ScheduledJobsPage_EnqueueNow"] = "Xếp vào hàng ngay",
        ["ScheduledJobsPage_NoJobs"] = "Không có lần chạy nào đã hẹn giờ.",
        ["ScheduledJobsPage_Table_Enqueue"] = "Vào hàng lúc",
        ["ScheduledJobsPage_Table_Scheduled"] = "Hẹn lúc",
        ["ScheduledJobsPage_Title"] = "Đã hẹn giờ",
        ["ServersPage_Active"] = "Đang hoạt động",
        ["ServersPage_NoServers"] = "Không có máy nào đang hoạt động. Các việc tự động sẽ không chạy.",
        ["ServersPage_Note_Text"] = "Có máy không báo tin trong một phút qua và có thể đã dừng. Nếu không báo tin trở lại, máy đó được bỏ khỏi danh sách, không cần làm gì. Việc đang chạy dở trên máy đó sẽ tự xếp lại vào hàng; có thể xem ở trang <a href=\"{0}\">Đang chạy</a>.",
        ["ServersPage_Note_Title"] = "Máy đã dừng được tự bỏ khỏi danh sách",
        ["ServersPage_Possibly_Aborted"] = "Có thể đã dừng",
        ["ServersPage_Table_Heartbeat"] = "Báo tin lần cuối",
        ["ServersPage_Table_Name"] = "Tên máy",
        ["ServersPage_Table_Queues"] = "Hàng chạy",
        ["ServersPage_Table_Started"] = "Bắt đầu lúc",
        ["ServersPage_Table_Workers"] = "Số luồng",
        ["ServersPage_Title"] = "Máy",
        ["SucceededJobsPage_NoJobs"] = "Chưa có lần chạy nào xong.",
        ["SucceededJobsPage_Table_Duration"] = "Thời gian chạy",
        ["SucceededJobsPage_Table_Latency"] = "Thời gian chờ",
        ["SucceededJobsPage_Table_Succeeded"] = "Xong lúc",
        ["SucceededJobsPage_Table_TotalDuration"] = "Tổng thời gian",
        ["SucceededJobsPage_Title"] = "Đã xong",
    };
}
