using System.Globalization;

namespace SpiNNMan.Async.SideBySide.Rows;

/// <summary>A figure of a row, and what it should be.</summary>
internal sealed record Figure
{
    /// <summary>What it is.</summary>
    public required string What { get; init; }

    /// <summary>What was reached; not a number if it could not be measured.</summary>
    public required double Reached { get; init; }

    /// <summary>What it must be; none for a figure that is only told.</summary>
    public double? Must { get; init; }

    /// <summary>What it should be.</summary>
    public double? Aim { get; init; }

    /// <summary>Whether less is better.</summary>
    public bool AtMost { get; init; }

    /// <summary>How it is written.</summary>
    public string Format { get; init; } = "0.00";

    /// <summary>Whether it is what it must be, or better.</summary>
    public Verdict Verdict => this switch
    {
        _ when double.IsNaN(Reached) => Verdict.NotMeasured,
        { Must: null, Aim: null } => Verdict.Told,
        { Aim: { } aim } when Holds(aim) => Verdict.Aim,
        { Must: { } must } when Holds(must) => Verdict.Must,
        _ => Verdict.Short,
    };

    public string Write(double? value) => value is { } number && !double.IsNaN(number) ? number.ToString(Format, CultureInfo.InvariantCulture) : "";

    public static Figure Least(string what, double reached, double must, double? aim = null) => new() { What = what, Reached = reached, Must = must, Aim = aim };

    public static Figure Most(string what, double reached, double must, double? aim = null, string format = "0.00") =>
        new() { What = what, Reached = reached, Must = must, Aim = aim, AtMost = true, Format = format };

    public static Figure Told(string what, double reached, string format = "0.00") => new() { What = what, Reached = reached, Format = format };

    private bool Holds(double limit) => AtMost ? Reached <= limit : Reached >= limit;
}
