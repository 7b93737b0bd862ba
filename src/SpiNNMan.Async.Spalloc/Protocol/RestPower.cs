namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>Whether the boards of a job are on.</summary>
internal sealed record RestPower
{
    public const string On = "ON";
    public const string Off = "OFF";

    public string Power { get; init; } = Off;
}
