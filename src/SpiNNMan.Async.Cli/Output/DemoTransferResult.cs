namespace SpiNNMan.Async.Cli.Output;

/// <summary>One transfer of a demonstration, for programs.</summary>
/// <param name="Name">What was moved, and how.</param>
/// <param name="Bytes">How much.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="MegabytesPerSecond">How fast it was.</param>
/// <param name="Requests">How many requests it took, resends not counted.</param>
/// <param name="Resent">How many of them were sent again.</param>
/// <param name="Lost">How many datagrams the network lost, both ways.</param>
/// <param name="Dropped">How many datagrams the board dropped.</param>
internal sealed record DemoTransferResult(
    string Name, long Bytes, double Seconds, double MegabytesPerSecond, long Requests, long Resent, long Lost, long Dropped);
