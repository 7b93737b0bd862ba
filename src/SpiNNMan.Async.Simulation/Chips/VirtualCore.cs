using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>A core that runs an application, or the stub that waits for one.</summary>
internal sealed class VirtualCore(VirtualChip chip, int number)
{
    /// <summary>The run-time error of a program that failed by itself.</summary>
    public const byte SoftwareError = 13;

    private bool _mailboxFull;
    private bool _isHung;
    private bool _secondBarrier;
    private OutputBuffer _output = new(chip, number);

    public VirtualChip Chip { get; } = chip;

    public int Number { get; } = number;

    public CoreLocation Location => new(Chip.Location, (byte)Number);

    public IVirtualCoreApplication? Application { get; private set; }

    public ushort ChipAddress => Chip.Identity.Address;

    /// <summary>Whether the core takes messages at all; what is dead, off or failed does not.</summary>
    public bool IsListening => !_isHung && Chip.Vcpu(Number).State is not (CpuState.Dead or CpuState.PoweredDown or CpuState.RunTimeException or CpuState.Watchdog);

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
        Restart(application);
        Chip.Vcpu(Number).Start(CpuState.Running, applicationId, unixTime, System.Text.Encoding.ASCII.GetBytes(application.Name), softwareVersion);
    }

    /// <summary>Begins to start an image.</summary>
    public void Load(IVirtualCoreApplication? application, byte applicationId, string name, uint unixTime, uint softwareVersion)
    {
        Restart(application);
        Chip.Vcpu(Number).Start(CpuState.Initialising, applicationId, unixTime, System.Text.Encoding.ASCII.GetBytes(name), softwareVersion);
    }

    /// <summary>Goes back to the stub.</summary>
    public void BecomeIdle(uint unixTime, uint softwareVersion)
    {
        Restart(null);
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
    public void Finish(byte code = 0)
    {
        Application = null;
        Vcpu vcpu = Chip.Vcpu(Number);
        vcpu.RuntimeError = code;
        vcpu.State = CpuState.Finished;
        Chip.Report?.Invoke(MachineEventKind.ProgramEnded, Number, $"The program on {Location} ended with {code}.");
    }

    /// <summary>Appends to the output; without memory for it the core stops, as on a board.</summary>
    public void Print(string text)
    {
        const byte noOutputBuffer = 14;
        if (!_output.Write(text, Chip.Vcpu(Number).ApplicationId))
            Fail(noOutputBuffer);
    }

    /// <summary>Comes to the next barrier, which is every other time that of the second signal.</summary>
    /// <returns><see langword="true"/> if it is open already, because the signal came before.</returns>
    public bool ComeToBarrier()
    {
        bool second = _secondBarrier;
        _secondBarrier = !second;
        bool flag = (Chip.SystemController.SyncFlags & (1u << Number)) != 0;
        if (flag == second)
            return true;

        Chip.Vcpu(Number).State = second ? CpuState.Sync1 : CpuState.Sync0;
        return false;
    }

    /// <summary>Stops answering.</summary>
    public void Hang()
    {
        _isHung = true;
        Application = null;
    }

    /// <summary>Stops the core as the soft watchdog does, if it hangs.</summary>
    public void Bite()
    {
        if (_isHung)
            Chip.Vcpu(Number).State = CpuState.Watchdog;
    }

    /// <summary>Stops the core as a run-time error does.</summary>
    public void Fail(byte runtimeError)
    {
        Application = null;
        Vcpu vcpu = Chip.Vcpu(Number);
        vcpu.RuntimeError = runtimeError;
        vcpu.State = CpuState.RunTimeException;
        Chip.Report?.Invoke(MachineEventKind.ProgramFailed, Number, $"The program on {Location} failed with run-time error {runtimeError}.");
    }

    private void Restart(IVirtualCoreApplication? application)
    {
        Application = application;
        _mailboxFull = false;
        _isHung = false;
        _secondBarrier = false;
        _output = new OutputBuffer(Chip, Number);
        Chip.SystemController.SyncFlags |= 1u << Number;
    }
}
