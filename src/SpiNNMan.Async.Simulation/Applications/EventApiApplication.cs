using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Acts an image on the spin1 API that no rule fits. It passes through the states of the program as far as the image and its data tell the kind of program.</summary>
/// <remarks>
/// An image that is built on the simulation library contains a number that is made from its name. Its data must begin with that number. It is acted as <see cref="SimulationApplication"/>.
/// An image that has the tables of the usual tool chain runs at once, as the system programs of that tool chain do. All others wait for the first synchronisation signal, as is usual.
/// </remarks>
internal sealed class EventApiApplication(ImageFacts facts, byte[] image) : IVirtualCoreApplication
{
    private byte[]? _image = image;
    private SimulationApplication? _simulation;

    public string Name => facts.Name;

    public bool UsesSpin1Api => true;

    public void OnStart(IVirtualCore core)
    {
        bool hasData = DataTable.FindRegion(core, 0) != 0;
        if (IsSimulation(core, hasData))
        {
            _simulation = new SimulationApplication { Name = facts.Name };
            _simulation.OnStart(core);
        }
        else if (!hasData)
        {
            core.WaitAtBarrier();
        }

        // Otherwise many cores would keep the image in memory for as long as they run.
        _image = null;
    }

    public void OnBarrier(IVirtualCore core) => _simulation?.OnBarrier(core);

    public void OnSignal(IVirtualCore core, Signal signal) => (_simulation as IVirtualCoreApplication)?.OnSignal(core, signal);

    public void OnMessage(IVirtualCore core, in SdpMessage message) => _simulation?.OnMessage(core, message);

    private bool IsSimulation(IVirtualCore core, bool hasData)
    {
        if (hasData)
            return DataTable.TryReadHeader(core, out DataTable.Header header) && AplxImage.Contains(_image, header.NameHash);

        // A program without data is recognised by its image alone.
        return facts.ReadsDataTable || AplxImage.Contains(_image, HashOf(facts.Name));
    }

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The tool chain makes its numbers of names so, and no secret depends on them.")]
    private static uint HashOf(string name) => BinaryPrimitives.ReadUInt32BigEndian(MD5.HashData(Encoding.ASCII.GetBytes(name)));
}
