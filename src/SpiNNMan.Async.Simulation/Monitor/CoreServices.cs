using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Monitor;

/// <summary>What the machine does for the program on one core.</summary>
internal sealed class CoreServices(Scamp scamp, VirtualCore core) : IVirtualCore
{
    public CoreLocation Location => core.Location;

    public ChipLocation Ethernet => core.Chip.Identity.Ethernet;

    public TimeSpan Now => scamp.Now;

    public void Send(in SdpMessage message)
    {
        InvalidParameterException.ThrowIfOutside(message.Data.Length, 0, SdpMessage.MaxDataSize, nameof(message));
        var buffer = new SdpBuffer { Length = message.Size };
        message.Write(buffer.Bytes);
        scamp.Post(() => scamp.Router.Route(core.Chip, buffer));
    }

    public void Schedule(TimeSpan delay, Action action) => scamp.Schedule(delay, () =>
    {
        if (core.Application is not { } application)
            return;

        try
        {
            action();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (ReferenceEquals(core.Application, application))
                core.Fail(VirtualCore.SoftwareError);
        }
    });
}
