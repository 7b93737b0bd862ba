using System.Globalization;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>The cores that do not have the image.</summary>
/// <param name="Missing">Those for which trying again may help.</param>
/// <param name="Lost">Those for which it does not.</param>
/// <param name="Statuses">The status of the missing cores, as far as it is known.</param>
internal sealed record LoadFindings(CoreTargets Missing, IReadOnlyList<MachineFailure> Lost, IReadOnlyDictionary<CoreLocation, CoreStatus> Statuses)
{
    public MachineFailure Describe(CoreLocation core, ApplicationImage image, int retries)
    {
        string state = Statuses.TryGetValue(core, out CoreStatus status)
            ? string.Create(CultureInfo.InvariantCulture, $"it is {status.State} with application {status.ApplicationId}")
            : "its state is unknown";
        string message = string.Create(CultureInfo.InvariantCulture, $"The core did not take {image}, although it was sent {retries + 1} times: {state}.");
        return new MachineFailure(core, new SpinnakerException(message));
    }
}
