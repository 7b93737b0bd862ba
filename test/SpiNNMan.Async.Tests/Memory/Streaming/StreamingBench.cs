using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Tests.Memory.Streaming;

/// <summary>A virtual machine whose programs for streams are loaded by their names.</summary>
internal static class StreamingBench
{
    public const uint Address = 0x60400000;

    public static StreamingImages Images { get; } = new(VirtualApplicationImage.Create("extra_monitor_s"), VirtualApplicationImage.Create("data_speed_up_p"));

    public static StreamingOptions Options { get; } = new() { Images = Images };

    /// <summary>Options with other programs in the place of the built-in ones.</summary>
    public static VirtualMachineOptions With(this VirtualMachineOptions options, Func<ExtraMonitorApplication>? monitor = null, Func<PacketGathererApplication>? gatherer = null) => options with
    {
        Applications =
        [
            new ApplicationRule("extra_monitor_support", monitor ?? (static () => new ExtraMonitorApplication())),
            new ApplicationRule("data_speed_up_packet_gatherer", gatherer ?? (static () => new PacketGathererApplication())),
        ],
    };

    public static byte[] Pattern(int length, int seed = 0)
    {
        var data = new byte[length];
        uint state = (uint)seed + 1;
        for (int at = 0; at < length; at++)
        {
            state = (state * 1664525) + 1013904223;
            data[at] = (byte)(state >> 24);
        }

        return data;
    }

    public static Task<MemoryStreaming> OpenStreamingAsync(this SimulatedMachine machine, StreamingOptions? options = null) =>
        machine.DoAsync(() => machine.Transceiver.Memory.OpenStreamingAsync(options ?? Options));

    /// <summary>Ends it, and makes sure that everything is as before.</summary>
    public static async Task EndAsync(this SimulatedMachine machine, MemoryStreaming streaming)
    {
        await machine.FinishAsync(streaming.DisposeAsync());
        Assert.That(streaming.CleanUpError, Is.Null);
    }

    /// <summary>What all extra monitors say.</summary>
    public static Task<IReadOnlyDictionary<ChipLocation, ReinjectionStatus>> StatusAsync(this SimulatedMachine machine, MemoryStreaming streaming) =>
        machine.DoAsync(() => streaming.Monitors.GetStatusAsync());
}
