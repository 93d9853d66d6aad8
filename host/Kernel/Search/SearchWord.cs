using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Search;

/// <summary>A folded word (no case, no marks, đ→d) of something that can be found. Filled in the record's own transaction.</summary>
public sealed class SearchWord
{
    public long Id { get; set; }

    /// <summary>What is found: «duty», «plan-item».</summary>
    [MaxLength(20)] public required string Kind { get; set; }
    [MaxLength(40)] public required string Word { get; set; }
    public long ItemId { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<SearchWord>(e =>
    {
        e.ToTable("SearchWord");
        e.HasIndex(x => new { x.Kind, x.Word, x.ItemId });
        e.HasIndex(x => new { x.Kind, x.ItemId });
    });
}
