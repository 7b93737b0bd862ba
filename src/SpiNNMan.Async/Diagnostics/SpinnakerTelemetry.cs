using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SpiNNMan.Async.Diagnostics;

/// <summary>The names that programs ask for the metrics and the activities of the library by.</summary>
/// <remarks>With OpenTelemetry, name them to <c>AddMeter</c> and <c>AddSource</c>. docs/metrics.md lists all instruments, activities and attributes.</remarks>
public static class SpinnakerTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>: <c>SpiNNMan.Async</c>.</summary>
    public const string MeterName = "SpiNNMan.Async";

    /// <summary>The name of the <see cref="ActivitySource"/>: <c>SpiNNMan.Async</c>.</summary>
    public const string ActivitySourceName = "SpiNNMan.Async";

    private static readonly string? s_version = typeof(SpinnakerTelemetry).Assembly.GetName().Version?.ToString(3);

    internal static Meter Meter { get; } = new(MeterName, s_version);

    internal static ActivitySource Activities { get; } = new(ActivitySourceName, s_version ?? "");
}
