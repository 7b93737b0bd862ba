using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>How long many callers wait for a chip that is silent, when its board is not.</summary>
[CancelAfter(120_000)]
internal sealed class PromisedTimeTests
{
    private static readonly ChipLocation s_silent = new(2, 0);

    public enum Other
    {
        Silent,
        AnswersNow,
        AnswersOnce,
        SaysNoReply,
        SaysBusy,
    }

    [Test]
    public async Task Callers_of_a_silent_chip_hear_of_it_in_their_time_also_when_its_board_answers_others(
        [Values(1, 1000)] int milliseconds, [Values(1, 32, 1000)] int callers, [Values] Other other, [Values] bool once, [Values(1, 4)] int remote, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var promised = TimeSpan.FromMilliseconds(milliseconds);
        await using ScriptedBoard board = world.Board(answer: request => (request[7], request[6]) != (2, 0)
            ? other == Other.Silent ? [] : [ScriptedBoard.Answer(request)]
            : other switch
            {
                Other.SaysNoReply => [ScriptedBoard.Reply(request, ScpResult.P2PNoReply)],
                Other.SaysBusy => [ScriptedBoard.Reply(request, ScpResult.P2PBusy)],
                _ => [],
            });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { GiveUpAfter = promised, RemoteChipWindow = remote }, token);
        await world.Time.RunUntilAsync(scamp.ReadWordAsync(default, 0x100, token).AsTask().ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default), token);
        TimeSpan before = world.Time.Elapsed;
        Task[] asking = [.. Enumerable.Range(0, callers).Select(index => once
            ? (Task)scamp.ExecuteAsync(new SdramFree(s_silent, 0x6000_0000), token).AsTask()
            : scamp.ReadWordAsync(s_silent, (uint)(4 * index), token).AsTask())];
        Task all = Task.WhenAll(asking).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (other == Other.AnswersOnce)
            _ = scamp.ReadWordAsync(default, 0x100, token).AsTask();
        ITimer? reads = null;
        if (other == Other.AnswersNow)
        {
            reads = world.Time.CreateTimer(_ => { _ = scamp.ReadWordAsync(default, 0x100, token).AsTask(); }, null, TimeSpan.Zero, promised / 10);
        }

        await world.Time.RunUntilAsync(all, token);
        reads?.Dispose();

        bool isRefused = other is Other.SaysNoReply or Other.SaysBusy;
        Assert.That(asking.Select(task => task.Exception?.InnerException), Is.All.TypeOf<SpinnakerTimeoutException>().Or.TypeOf<ScpResultException>());
        Assert.That(world.Time.Elapsed - before, Is.InRange(isRefused ? TimeSpan.Zero : promised, (promised * 2.2) + TimeSpan.FromMilliseconds(30)));
    }
}
