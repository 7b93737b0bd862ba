namespace SpiNNMan.Async.Cli.Demonstration;

/// <summary>A transfer of a demonstration, as JSON.</summary>
/// <param name="Name">The name of the transfer.</param>
/// <param name="Bytes">How many bytes were transferred.</param>
/// <param name="Seconds">How long the transfer took, in seconds.</param>
/// <param name="MegabytesPerSecond">The rate, in megabytes (10^6 bytes) a second.</param>
/// <param name="Requests">The number of requests, without those that were sent again.</param>
/// <param name="Resent">The number of requests that were sent again.</param>
/// <param name="LostDatagrams">The number of datagrams that the network lost, in both directions.</param>
/// <param name="BoardDroppedDatagrams">The number of datagrams that the board dropped.</param>
internal sealed record DemoTransferResult(
    string Name, long Bytes, double Seconds, double MegabytesPerSecond, long Requests, long Resent, long LostDatagrams, long BoardDroppedDatagrams);
