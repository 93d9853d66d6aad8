using BacSon.Kernel.Calendar;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>One line of a section of the desk.</summary>
/// <param name="Box">What its tick sends; null where nothing is done with it here.</param>
/// <param name="Detail">One sentence under it.</param>
public sealed record DeskLine(string Path, string Title, string Detail, WordTone Tone, string Word, ChosenDuty? Box = null);

/// <summary>A section of the office head's desk: how much, the first of it, and where the whole list is.</summary>
/// <param name="Key">Stable; the anchor on the page.</param>
public sealed record DeskSection(string Key, string Title, int Count, string Href, IReadOnlyList<DeskLine> Lines);

/// <summary>
/// A further section of the desk, which another part of the program adds by registering one of these (singleton):
/// reports that fall due, papers that wait for a signature.
/// </summary>
/// <param name="Order">Small numbers stand first, after the desk's own sections.</param>
/// <param name="Read">Reads it for a person on a day; null for nothing to show. At most <see cref="OfficeDesk.Shown"/> lines.</param>
public sealed record DeskSource(int Order, Func<PlatformDb, Viewer, DateOnly, CancellationToken, Task<DeskSection?>> Read);

/// <summary>
/// The office head's desk: what nobody leads, what came back as not theirs, what is late, without an officer, waiting for
/// confirmation, and documents of which nothing has been given. Each section counts with the filter that its list opens.
/// </summary>
public sealed class OfficeDesk(PlatformDb db, DocumentBook documents, IEnumerable<DeskSource> more)
{
    /// <summary>Lines of a section.</summary>
    public const int Shown = 8;

    /// <param name="today">Office date.</param>
    internal async Task<IReadOnlyList<DeskSection>> ReadAsync(Viewer viewer, WorkingCalendar calendar, DateOnly today, CancellationToken cancel = default)
    {
        var sections = new List<DeskSection>
        {
            await DutiesAsync("khong-thuoc", "Trả lại vì không thuộc nhiệm vụ", "khong-thuoc"),
            await DutiesAsync("chua-giao", "Chưa có đơn vị chủ trì", "chua-giao-moi"),
            await DutiesAsync("qua-han", "Quá hạn", "qua-han"),
            await DutiesAsync("chua-phan-cong", "Chưa có người thực hiện", "chua-phan-cong"),
            await DutiesAsync("cho-xac-nhan", "Chờ xác nhận lâu nhất", "cho-xac-nhan"),
            await DocumentsAsync(),
        };
        foreach (var source in more.OrderBy(x => x.Order))
            if (await source.Read(db, viewer, today, cancel) is { } section)
                sections.Add(section);
        return sections;

        async Task<DeskSection> DutiesAsync(string key, string title, string state)
        {
            var filter = new DutyFilter { State = state };
            var duties = filter.Apply(db, viewer, today);
            // What waits longest was declared first.
            var ordered = state == "cho-xac-nhan" ? duties.OrderBy(x => x.DeclaredOn).ThenBy(x => x.Id) : duties.Ordered(DutyOrder.LateFirst, db);
            var rows = await ordered.Take(Shown).AsRows(viewer).ToListAsync(cancel);
            long[] ids = [.. rows.Select(x => x.Id)];
            var why = state == "khong-thuoc" ? (await db.DutyEvents.AsNoTracking().Where(x => ids.Contains(x.DutyId) && x.Kind == DutyEventKind.NotOurs).OrderBy(x => x.Id)
                .Select(x => new { x.DutyId, x.Text }).ToListAsync(cancel)).ToLookup(x => x.DutyId, x => x.Text) : null;
            var declared = state == "cho-xac-nhan" ? await db.Duties.AsNoTracking().Where(x => ids.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.DeclaredOn, cancel) : null;
            var count = rows.Count < Shown ? rows.Count : await duties.CountAsync(cancel);
            return new DeskSection(key, title, count, filter.ToPath(), [.. rows.Select(Line)]);

            DeskLine Line(DutyRow row)
            {
                var (tone, word) = DutyRows.Word(row, calendar, today);
                var detail = why?[row.Id].LastOrDefault() ?? $"{viewer.Organization.UnitName(row.LeadUnitId)}{(viewer.Organization.PersonName(row.OfficerId) is { Length: > 0 } officer ? $", {officer}" : "")}, thời hạn {Vi.Date(row.DueOn)}";
                if (declared?[row.Id] is { } day)
                    (detail, word) = ($"{detail}; báo cáo ngày {Vi.Date(day)}", calendar.WorkingDaysBetween(day, today) is > 0 and var waited ? $"Chờ {Vi.Number(waited)} ngày làm việc" : "Báo cáo hôm nay");
                return new DeskLine($"/viec/{row.Id}", row.Title, detail, tone, word, row.Stage == DutyStage.Open ? row.Box : null);
            }
        }

        async Task<DeskSection> DocumentsAsync()
        {
            var filter = new DocumentFilter { Handling = "chua-giao" };
            var waiting = filter.Apply(db, documents.Visible(viewer).AsNoTracking(), today);
            // What names a day comes first, the nearest day before the others; then the newest.
            var rows = await waiting.OrderBy(x => x.DueOn == null).ThenBy(x => x.DueOn).ThenByDescending(x => x.RegisteredOn).ThenByDescending(x => x.Id).Take(Shown).ToListAsync(cancel);
            var count = rows.Count < Shown ? rows.Count : await waiting.CountAsync(cancel);
            return new DeskSection("van-ban", "Văn bản đến chưa giao việc", count, filter.ToPath(), [.. rows.Select(x => new DeskLine($"/van-ban/{x.Id}", x.Abstract,
                $"Số đến {x.ArrivalNumber}, {DocumentWords.Name(x)}{(x.Urgency == DocumentUrgency.Normal ? "" : $"; {x.Urgency.Title()}")}",
                x.DueOn < today ? WordTone.Late : x.DueOn is null ? WordTone.Open : WordTone.Soon,
                x.DueOn is { } due ? Vi.UpperFirst(Vi.Remaining(due, today, calendar.WorkingDaysBetween(today, due))) : "Không ghi hạn"))]);
        }
    }
}
