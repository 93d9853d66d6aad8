using System.ComponentModel.DataAnnotations;

namespace BacSon.Kernel.Plans;

/// <summary>A line of the plan that answers a weak content of the year before, named by PAPI's code of that part («2.1»).</summary>
public sealed class PlanAnswer
{
    public int PlanId { get; init; }
    [MaxLength(8)] public required string Part { get; init; }
    public long PlanItemId { get; init; }
}
