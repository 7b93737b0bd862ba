using System.Text.Json;

namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>The boards of a job.</summary>
/// <param name="Width">How many triads there are in a row.</param>
/// <param name="Height">How many rows of triads there are.</param>
/// <param name="Depth">How many boards each place has.</param>
/// <param name="MachineName">The machine.</param>
/// <param name="Connections">Of each board, the place of its first chip in the job, and its address.</param>
/// <param name="Boards">Of each board, its place in the machine.</param>
/// <param name="Power">Where they are switched.</param>
/// <param name="MachineRef">Where the machine is described.</param>
internal sealed record JobMachine(
    int Width, int Height, int Depth, string MachineName, IReadOnlyList<IReadOnlyList<JsonElement>> Connections, IReadOnlyList<IReadOnlyList<int>> Boards, string Power, string MachineRef);
