// SPDX-License-Identifier: MPL-2.0

package simulator

// The behaviors of labels and attachments.

// LabelNameMatch is how ListLabels matches its name filter: part of the row "label names".
type LabelNameMatch int

// The values of LabelNameMatch.
const (
	LabelNamesFuzzy LabelNameMatch = iota // in part, without regard to case
	LabelNamesExact
)

// LabelUniqueness is what a second label of a name gets: part of the row "label names".
type LabelUniqueness int

// The values of LabelUniqueness.
const (
	LabelsUnique     LabelUniqueness = iota // OSM.01010040; upper and lower case differ
	LabelsRepeatable                        // a label of its own
)

// LabelSpaces is what becomes of white space around a label's name.
type LabelSpaces int

// The values of LabelSpaces.
const (
	LabelSpacesKept LabelSpaces = iota
	LabelSpacesTrimmed
)

// LabelColors is how the color of a label comes back.
type LabelColors int

// The values of LabelColors.
const (
	LabelColorsAsSent LabelColors = iota
	LabelColorsLowerCase
)

// MissingLabels is what deleting a label that does not exist gets.
type MissingLabels int

// The values of MissingLabels.
const (
	MissingLabelDeletionAccepted MissingLabels = iota
	MissingLabelDeletionRejected               // OSM.01010001
	MissingLabelDeletionUnknown                // OSM.01010039
)

// IncidentUploadInMessage is what a message with an upload made for "incident" gets: the row "an upload made for
// incident, sent with a message".
type IncidentUploadInMessage int

// The values of IncidentUploadInMessage.
const (
	IncidentUploadAccepted IncidentUploadInMessage = iota
	IncidentUploadRejected
)

// AttachedDeletion is what deleting an attachment that a ticket holds gets: the row "deleting an attachment that a ticket
// holds".
type AttachedDeletion int

// The values of AttachedDeletion.
const (
	AttachedDeletionRejected AttachedDeletion = iota
	AttachedDeletionIgnored                   // answered like a success; the file stays
)
