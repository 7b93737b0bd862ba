using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>A core that runs an application, or the stub that waits for one.</summary>
internal sealed class VirtualCore(VirtualChip chip, int number)
{
    /// <summary>The run-time error of a program that failed by itself.</summary>
    public const byte SoftwareError = 13;

    private bool _mailboxFull;

    public VirtualChip Chip { get; } = chip;

    public int Number { get; } = number;

    public CoreLocation Location => new(Chip.Location, (byte)Number);

    public IVirtualCoreApplication? Application { get; private set; }

    public ushort ChipAddress => Chip.Identity.Address;

    /// <summary>Whether the core takes messages at all; what is dead, off or failed does not.</summary>
    public bool IsListening => Chip.Vcpu(Number).State is not (CpuState.Dead or CpuState.PoweredDown or CpuState.RunTimeException or CpuState.Watchdog);

    /// <summary>Takes a message into the mailbox of a core that will never look at it.</summary>
    /// <returns><see langword="false"/> if the one before is still there.</returns>
    public bool TryFillMailbox()
    {
        if (_mailboxFull)
            return false;

        _mailboxFull = true;
        return true;
    }

    /// <summary>Replaces what the core runs.</summary>
    public void Run(IVirtualCoreApplication application, byte applicationId, uint unixTime, uint softwareVersion)
    {
        Application = application;
        _mailboxFull = false;
        Chip.Vcpu(Number).Start(CpuState.Running, applicationId, unixTime, System.Text.Encoding.ASCII.GetBytes(application.Name), softwareVersion);
    }

    /// <summary>Begins to start an image.</summary>
    public void Load(byte applicationId, string name, uint unixTime, uint softwareVersion)
    {
        Application = null;
        _mailboxFull = false;
        Chip.Vcpu(Number).Start(CpuState.Initialising, applicationId, unixTime, System.Text.Encoding.ASCII.GetBytes(name), softwareVersion);
    }

    /// <summary>Goes back to the stub.</summary>
    public void BecomeIdle(uint unixTime, uint softwareVersion)
    {
        Application = null;
        _mailboxFull = false;
        Chip.Vcpu(Number).Start(CpuState.Idle, 0, unixTime, "sark"u8, softwareVersion);
    }

    public void PowerDown()
    {
        Application = null;
        Vcpu vcpu = Chip.Vcpu(Number);
        vcpu.State = CpuState.PoweredDown;
        vcpu.ApplicationId = 0;
    }

    /// <summary>Ends the program; the stub goes on answering.</summary>
    public void Finish()
    {
        Application = null;
        Chip.Vcpu(Number).State = CpuState.Finished;
    }

    /// <summary>Stops the core as a run-time error does.</summary>
    public void Fail(byte runtimeError)
    {
        Application = null;
        Vcpu vcpu = Chip.Vcpu(Number);
        vcpu.RuntimeError = runtimeError;
        vcpu.State = CpuState.RunTimeException;
    }
}
