namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>Whether boards are on.</summary>
internal sealed record PowerMessage(string Power)
{
    public const string On = "ON";
    public const string Off = "OFF";
}
