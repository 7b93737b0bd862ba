using System.Diagnostics;

namespace SpiNNMan.Async.Diagnostics;

/// <summary>The activities of the operations of a program on a machine.</summary>
internal static class Verb
{
    /// <summary>The attribute with the chip or core that an activity is about.</summary>
    public const string PlaceTag = "spinnaker.place";

    /// <summary>The attribute with the number of chips, cores or boards that a board or frame was asked for.</summary>
    public const string ItemsTag = "spinnaker.items";

    /// <summary>The attribute with the number of those that failed.</summary>
    public const string FailuresTag = "spinnaker.failures";

    /// <summary>The name of the activity of one board within another activity.</summary>
    public const string BoardName = "Board";

    /// <summary>The name of the activity of one frame of boards, for a BMP.</summary>
    public const string FrameName = "Frame";

    /// <summary>The name of the activity of one request.</summary>
    public const string RequestName = "Request";

    /// <summary>Whether there is a listener for activities.</summary>
    public static bool IsWatched => SpinnakerTelemetry.Activities.HasListeners();

    private static bool IsWithinOther => Activity.Current?.Source == SpinnakerTelemetry.Activities;

    /// <summary>Begins an activity; <see langword="null"/> without a listener, and within another activity of the library.</summary>
    public static Activity? Start(string name) => IsWithinOther ? null : SpinnakerTelemetry.Activities.StartActivity(name);

    /// <summary>Begins an activity about one chip or core.</summary>
    public static Activity? Start<TPlace>(string name, TPlace place)
        where TPlace : struct
        => Start(name)?.SetTag(PlaceTag, place.ToString());

    /// <summary>Begins the activity of one board or frame; <see langword="null"/> without a listener, and outside of other activities of the library.</summary>
    public static Activity? StartBoard(string name, string? address, int? port, int items)
    {
        if (!IsWatched || !IsWithinOther)
            return null;

        return SpinnakerTelemetry.Activities.StartActivity(name)?.SetTag(MeterTags.ServerAddress, address).SetTag(MeterTags.ServerPort, port).SetTag(ItemsTag, items);
    }

    /// <summary>Begins the activity of one request.</summary>
    public static Activity? StartRequest<TPlace>(TPlace place, string command)
        where TPlace : struct
        => SpinnakerTelemetry.Activities.StartActivity(RequestName)?.SetTag(PlaceTag, place.ToString()).SetTag(MeterTags.Command, command);

    /// <summary>Notes how many parts of a board failed.</summary>
    public static void EndBoard(Activity? activity, int failures)
    {
        if (failures > 0)
            activity?.SetTag(FailuresTag, failures).SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Notes that an activity ended with an error. Cancellation is none.</summary>
    public static void Fail(Activity? activity, Exception exception)
    {
        if (activity is null)
            return;

        activity.SetTag(MeterTags.ErrorType, exception.GetType().FullName);
        if (exception is not OperationCanceledException)
            activity.SetStatus(ActivityStatusCode.Error, exception.Message);
    }

    /// <summary>Runs an operation with an activity.</summary>
    public static Task<TResult> TraceAsync<TState, TResult>(string name, TState state, Func<TState, Task<TResult>> act) =>
        IsWatched ? RunAsync(name, state, act) : act(state);

    private static async Task<TResult> RunAsync<TState, TResult>(string name, TState state, Func<TState, Task<TResult>> act)
    {
        using Activity? activity = Start(name);
        try
        {
            return await act(state).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(activity, exception);
            throw;
        }
    }
}
