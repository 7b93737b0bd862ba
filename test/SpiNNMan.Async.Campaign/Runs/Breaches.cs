using System.Net;
using SpiNNMan.Async.Campaign.Worlds;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Campaign.Runs;

/// <summary>Worlds in which a promise is broken for certain, as a library with a fault would break it: what looks for faults must find them.</summary>
internal static class Breaches
{
    public static IReadOnlyList<FindingKind> All { get; } = Enum.GetValues<FindingKind>();

    /// <summary>What breaks a promise.</summary>
    public static Func<World, Task> Of(FindingKind kind) => kind switch
    {
        FindingKind.ForeignException => static world => Call(world, static _ => throw new InvalidOperationException("Not one of ours.")),
        FindingKind.Crash => static world => CrashAsync(world),
        FindingKind.Hang => static world => Call(world, static _ => new TaskCompletionSource(TaskCreationOptions.None).Task),
        FindingKind.Spin => static world => Call(world, static _ =>
        {
            while (true)
                Thread.SpinWait(1000);
        }),
        FindingKind.Late => static world => Call(world, token => Task.Delay(TimeSpan.FromSeconds(3), world.Clock, token), new CallTerms { Promise = TimeSpan.FromSeconds(1) }),
        FindingKind.Unserved => static world => Call(world, static _ => throw new SpinnakerTimeoutException("No reply.")),
        FindingKind.WrongReply => static world => AnswerWronglyAsync(world),
        FindingKind.Repeated => static world => SendTwiceAsync(world),
        FindingKind.FalseReport => static world => DenyAsync(world),
        FindingKind.Leak => static world => LeakAsync(world),
        FindingKind.Unbounded => static world => Call(world, token => SendForEverAsync(world, token)),
        _ => static world => OpenNothingAsync(world),
    };

    private static async Task CrashAsync(World world)
    {
        ThreadPool.UnsafeQueueUserWorkItem(static _ => throw new UserException("Nobody catches this."), null);
        await Task.Delay(TimeSpan.FromSeconds(1), world.Clock);
    }

    private static Task LeakAsync(World world)
    {
        Open(world);
        return Task.CompletedTask;
    }

    private static Task Call(World world, Func<CancellationToken, Task> act, CallTerms? terms = null) => world.Calls.MakeAsync("breach", terms ?? CallTerms.Open, null, act);

    private static IDatagramSocket Open(World world) => ((IDatagramNetwork)world.Network).Open(new IPEndPoint(IPAddress.Any, 0), world.Board);

    /// <summary>A request that must not be repeated: memory without a tag.</summary>
    private static byte[] Allocation()
    {
        byte[] request = Convert.FromHexString("000087ff00ff0000ffff1c000100001e00006c13000000000000");
        return request;
    }

    private static async Task SendTwiceAsync(World world)
    {
        await using IDatagramSocket socket = Open(world);
        socket.Send(Allocation());
        socket.Send(Allocation());
    }

    private static async Task SendForEverAsync(World world, CancellationToken cancellationToken)
    {
        await using IDatagramSocket socket = Open(world);
        while (true)
        {
            socket.Send(Allocation());
            await Task.Delay(TimeSpan.FromMilliseconds(1), world.Clock, cancellationToken);
        }
    }

    private static async Task AnswerWronglyAsync(World world)
    {
        await using Connections.ScampConnection connection = await Connections.ScampConnection.ConnectAsync(world.Board, Clients.OptionMaker.Make(world));
        new Clients.ConnectionSteps(world, connection, Clients.OptionMaker.Make(world)).Check("breach", world.Now, new CallOutcome<byte[]>([1, 2, 3], Error: null), [1, 2, 4]);
    }

    private static async Task DenyAsync(World world)
    {
        await using Connections.ScampConnection connection = await Connections.ScampConnection.ConnectAsync(world.Board, Clients.OptionMaker.Make(world));
        new Clients.ConnectionSteps(world, connection, Clients.OptionMaker.Make(world)).CheckReport("breach", new SpinnakerTimeoutException("No reply.") { Attempts = 1 }, mustNotBeRepeated: true);
    }

    private static Task OpenNothingAsync(World world)
    {
        new Clients.TransceiverClient(world).CheckMachine("breach", world.Now, new Machine(new MachineDimensions(2, 2), default, []));
        return Task.CompletedTask;
    }
}
