using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Firmware;
using SpiNNMan.Async.Simulation.Programs;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>Boots boards whose monitors are modelled: the image is not executed, but known by its version.</summary>
internal sealed class ModelledEngine(Kernel kernel, BoardOptions options, MachineResources resources) : IEngine
{
    private readonly List<Scamp> _running = [];

    /// <inheritdoc/>
    public IDebuggedMachine? Debugged => Executing.FirstOrDefault(static chips => chips.Debugged.Cores.Count > 0)?.Debugged;

    /// <inheritdoc/>
    public Action? Changed { get; set; }

    private IEnumerable<ExecutingChips> Executing => _running.Select(static scamp => scamp.Executing).Where(static chips => !chips.IsOver);

    /// <inheritdoc/>
    public IDebuggedMachine? Prepare()
    {
        using (kernel.EnterAlive())
        {
            _running.RemoveAll(static scamp => scamp.Executing.IsOver);
            Scamp? scamp = _running.Find(static scamp => scamp.Executing.Debugged.Cores.Count > 0) ?? _running.Find(static scamp => scamp.IsReady);
            return scamp?.Executing.Debugged.TryPrepare(scamp.RootChip) == true ? scamp.Executing.Debugged : null;
        }
    }

    public IBootedMachine Boot(BootOrder order, ReadOnlySpan<byte> image)
    {
        byte[] bootBlock = BootImageReader.ReadBootBlock(image, BootBlock.MakeDefault(order.Layout.HardwareVersion, order.Layout.Led0, kernel.UtcNow));
        ModelledMachine machine = Make(order, BootImageReader.Recognise(image), bootBlock);
        Start(machine, order);
        return machine;
    }

    public IBootedMachine MakeBooted(BootOrder order, ReadOnlySpan<byte> bootBlock)
    {
        FirmwareProfile firmware = FirmwareProfile.Find(options.Version) ?? FirmwareProfile.Scamp400;
        ModelledMachine machine = Make(order, firmware, bootBlock.IsEmpty ? firmware.MakeBootBlock(order.Layout.Kind, kernel.UtcNow) : bootBlock.ToArray());
        machine.Software.Finish();
        machine.Populate();
        return machine;
    }

    private ModelledMachine Make(BootOrder order, FirmwareProfile firmware, byte[] bootBlock)
    {
        var machine = new ModelledMachine(kernel, order, options, resources, firmware, bootBlock);
        _running.RemoveAll(static scamp => scamp.Executing.IsOver);
        _running.Add(machine.Software);
        machine.Software.Executing.Changed = () => Changed?.Invoke();
        return machine;
    }

    /// <summary>Goes through the phases of a start.</summary>
    private void Start(ModelledMachine machine, BootOrder order)
    {
        Scamp scamp = machine.Software;
        BootSchedule schedule = options.Schedule;
        TimeSpan due = schedule.Silence;
        At(due, 0);
        At(due += schedule.Finding.Addresses + schedule.ToPassOn(scamp.Radius - 1), 1);
        At(due += schedule.Finding.Dimensions, 2);
        At(due += schedule.Finding.LinkTest, 3);
        double factor = schedule.TableFactor(order.Layout.Width, order.Layout.Height);
        due += factor * schedule.Tables.There;
        if (scamp.Firmware.FillsTablesTwice)
            At(due, 4);

        scamp.Clock.Schedule(due + (factor * schedule.Tables.Back), () =>
        {
            scamp.Finish();
            order.Finish();
            machine.Populate();
        });

        void At(TimeSpan delay, byte phase) => scamp.Clock.Schedule(delay, () =>
        {
            order.Speak();
            scamp.EnterPhase(phase);
        });
    }
}
