using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Testing.Tests;

/// <summary>A machine for a test, in one line.</summary>
[TestFixture]
internal sealed class TestMachineTests
{
    private const uint Sdram = 0x60300000;

    private static readonly ChipLocation s_chip = new(1, 1);

    [Test, CancelAfter(60_000)]
    public async Task A_machine_is_opened_and_used_on_its_clock(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        TimeSpan opened = machine.Time.Elapsed;

        await machine.RunAsync(cancel => transceiver.Memory.WriteWordAsync(s_chip, Sdram, 7, cancel), token);
        uint word = await machine.RunAsync(cancel => transceiver.Memory.ReadWordAsync(s_chip, Sdram, cancel), token);

        Assert.That(word, Is.EqualTo(7));
        Assert.That(machine.ReadMemory(s_chip, Sdram, 4), Is.EqualTo(new byte[] { 7, 0, 0, 0 }));
        Assert.That(machine.Time.Elapsed - opened, Is.EqualTo(TimeSpan.FromMicroseconds(200)), "two round trips of 100 us");
        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(4));
    }

    [Test, CancelAfter(60_000)]
    public async Task An_hour_passes_at_once(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);

        await machine.RunAsync(cancel => Task.Delay(TimeSpan.FromHours(1), machine.Time, cancel), token);

        Assert.That(machine.Time.Elapsed, Is.EqualTo(TimeSpan.FromHours(1)));
        machine.Advance(TimeSpan.FromHours(1));
        Assert.That(machine.Time.Elapsed, Is.EqualTo(TimeSpan.FromHours(2)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Two_runs_are_the_same_to_the_tick(CancellationToken token)
    {
        string first = await TraceAsync(token);
        string second = await TraceAsync(token);

        Assert.That(second, Is.EqualTo(first).And.Contains("sent again"));

        static async Task<string> TraceAsync(CancellationToken token)
        {
            await using TestMachine machine = await TestMachine.StartAsync(token);
            Transceiver transceiver = await machine.OpenAsync(token);
            machine.SetFault("loss", 0.2);
            machine.SetFault("jitter");
            await machine.RunAsync(cancel => transceiver.Memory.WriteAsync(s_chip, Sdram, new byte[5000], cancellationToken: cancel), token);
            return machine.Received.ToString();
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task A_synchronization_context_of_the_caller_does_not_carry_the_code_away(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        Task<SynchronizationContext?> running;
        try
        {
            running = machine.RunAsync(_ => Task.FromResult(SynchronizationContext.Current), token);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        Assert.That(await running, Is.Null);
    }

    [Test, CancelAfter(60_000)]
    public async Task An_application_runs_and_its_states_are_seen_without_a_request(CancellationToken token)
    {
        var core = new CoreLocation(1, 0, 2);
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);

        ApplicationSession session = await machine.RunAsync(cancel => transceiver.Applications.StartAsync(new ApplicationImage(VirtualApplicationImage.Create("hello", 1024)), [core], cancellationToken: cancel), token);
        await machine.RunAsync(cancel => session.WaitForStateAsync(CoreState.Finished, TimeSpan.FromSeconds(10), cancel), token);
        machine.Received.Clear();

        Assert.That(machine.GetCoreState(core), Is.EqualTo(CoreState.Finished));
        machine.Received.ShouldBeEmpty();
        await machine.RunAsync(_ => session.DisposeAsync().AsTask(), token);
        machine.Received.ShouldContain(Signal.Stop, session.ApplicationId);
        Assert.That(machine.GetCoreState(core), Is.EqualTo(CoreState.Idle));
    }

    [Test, CancelAfter(60_000)]
    public async Task Boards_are_switched_by_the_BMPs_that_the_options_name(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(new TestMachineOptions { Machine = new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) } }, token);
        Transceiver transceiver = await machine.OpenAsync(token);

        await machine.RunAsync(cancel => transceiver.Boards.PowerOffAsync(cancel), token);

        Assert.That(machine.Virtual.Boards.Select(static board => board.State), Is.All.EqualTo(Simulation.Boards.BoardState.Off));
        Assert.That(machine.Received.Of(ScpCommand.BmpPower).Single().IsBmp);
    }

    [Test, CancelAfter(60_000)]
    public async Task Code_that_is_cancelled_ends_and_what_it_throws_is_thrown(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        using var cancel = new CancellationTokenSource();
        using ITimer timer = machine.Time.CreateTimer(_ => cancel.Cancel(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        Assert.That(async () => await machine.RunAsync(inner => Task.Delay(TimeSpan.FromHours(1), machine.Time, inner), cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(machine.Time.Elapsed, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(async () => await machine.RunAsync(_ => Task.FromException(new InvalidDataException("broken")), token), Throws.TypeOf<InvalidDataException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task Disposal_closes_what_was_opened_and_ends_the_use(CancellationToken token)
    {
        TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        await machine.DisposeAsync();
        await machine.DisposeAsync();

        Assert.That(async () => await transceiver.Memory.ReadWordAsync(s_chip, Sdram, token), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(async () => await machine.OpenAsync(token), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(async () => await machine.RunAsync(_ => Task.CompletedTask, token), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => machine.ReadMemory(s_chip, Sdram, 4), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task Options_of_the_test_reach_the_machine_and_the_connection(CancellationToken token)
    {
        var options = new TestMachineOptions
        {
            Machine = new VirtualMachineOptions { Board = BoardType.Spin3, DeadChips = [new ChipLocation(1, 0)] },
            Transceiver = new TransceiverOptions { Connection = new ScampConnectionOptions { GiveUpAfter = TimeSpan.FromSeconds(2) } },
            Latency = TimeSpan.FromMilliseconds(3),
        };
        await using TestMachine machine = await TestMachine.StartAsync(options, token);
        Transceiver transceiver = await machine.OpenAsync(token);

        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(3));
        machine.Virtual.Boards[0].IsMute = true;
        TimeSpan before = machine.Time.Elapsed;
        Assert.That(async () => await machine.RunAsync(cancel => transceiver.Memory.ReadWordAsync(s_chip, Sdram, cancel), token), Throws.TypeOf<SpinnakerTimeoutException>());
        Assert.That(machine.Time.Elapsed - before, Is.EqualTo(TimeSpan.FromSeconds(2)).Within(TimeSpan.FromSeconds(1)));
    }

    [TestCaseSource(typeof(TestFaults), nameof(TestFaults.Harmless)), CancelAfter(60_000)]
    public async Task A_transfer_survives_each_harmless_fault(string fault, CancellationToken token)
    {
        byte[] data = [.. Enumerable.Range(0, 20_000).Select(static number => (byte)(number * 7))];
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        machine.SetFault(fault);

        await machine.RunAsync(cancel => transceiver.Memory.WriteAsync(s_chip, Sdram, data, cancellationToken: cancel), token);

        Assert.That(machine.ReadMemory(s_chip, Sdram, data.Length), Is.EqualTo(data));
        Assert.That(machine.Virtual.Faults, Is.Not.EqualTo(Simulation.Faults.FaultOptions.None));
        machine.ClearFaults();
        Assert.That(machine.Virtual.Faults, Is.EqualTo(Simulation.Faults.FaultOptions.None));
    }

    [Test, CancelAfter(60_000)]
    public async Task Unknown_faults_and_bad_values_are_named(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);

        Assert.That(() => machine.SetFault("losss"), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("losss").And.Message.Contains("duplicate"));
        Assert.That(() => machine.SetFault("loss", 2), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => machine.ReadMemory(s_chip, Sdram, -1), Throws.TypeOf<InvalidParameterException>());
        Assert.That(TestFaults.Names, Is.EquivalentTo(new[] { "loss", "duplicate", "reorder", "corrupt", "delay", "jitter" }));
    }
}
