//! The terms of the record: each an enumeration, with the words that its JSON uses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $(#[doc = concat!("`", $text, "`")] $(#[$variant_doc])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// All terms, as the record writes them.
            pub const TERMS: &[&str] = &[$($text,)+];

            /// The term as the record writes it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The value that the record writes as this term.
            pub fn of_term(term: &str) -> Option<Self> {
                match term { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

terms! {
    /// What a document is.
    DocumentKind {
        Minutes = "minutes", Notes = "notes", Agenda = "agenda", AgendaPack = "agenda_pack",
        AgendaItemPage = "agenda_item_page", MeetingPage = "meeting_page", IssueHistory = "issue_history",
        DecisionList = "decision_list", DecisionNotice = "decision_notice", VotingRecord = "voting_record",
        ActionLog = "action_log", Summary = "summary", ForwardPlan = "forward_plan",
        Transcript = "transcript", Report = "report", Other = "other",
    }
}

terms! {
    /// The side that somebody took (Popolo's vote options).
    VoteOption {
        /// For.
        Yes = "yes",
        /// Against.
        No = "no",
        /// Abstained.
        Abstain = "abstain",
        /// Present and did not vote.
        NotVoting = "not_voting",
    }
}

terms! {
    /// What a contradiction is about.
    FindingKind {
        /// A person is both there and away.
        PresentAndAway = "present_and_away",
        /// Somebody who is listed as away speaks, moves or seconds.
        AwayButActing = "away_but_acting",
        /// The weekday is not that of the date.
        WeekdayConflict = "weekday_conflict",
        /// Two days for one meeting.
        DateConflict = "date_conflict",
        /// The counts of a vote are not the names of its list.
        VotesAgainstNames = "votes_against_names",
        /// More votes than people who are listed as present.
        VotesAgainstPresent = "votes_against_present",
        /// The numbers of the items jump or repeat.
        ItemNumbersJump = "item_numbers_jump",
        /// Initials that stand for nobody in the list.
        UnresolvedInitials = "unresolved_initials",
        /// Initials that stand for two people.
        SharedInitials = "shared_initials",
        /// The meeting ends before it begins.
        TimesReversed = "times_reversed",
    }
}

terms! {
    /// How far a document has come.
    DocumentStatus { Draft = "draft", Approved = "approved", Published = "published", Unknown = "unknown", }
}

terms! {
    /// What sort of body met.
    BodyClass {
        CommunitySafetyPartnership = "community_safety_partnership",
        PoliceAndCrimePanel = "police_and_crime_panel", Council = "council", Cabinet = "cabinet",
        ScrutinyCommittee = "scrutiny_committee", PlanningCommittee = "planning_committee",
        LicensingCommittee = "licensing_committee", AuditCommittee = "audit_committee",
        StandardsCommittee = "standards_committee", HealthAndWellbeingBoard = "health_and_wellbeing_board",
        SchoolsForum = "schools_forum", FireAuthority = "fire_authority",
        CombinedAuthority = "combined_authority", NationalParkAuthority = "national_park_authority",
        ParishCouncil = "parish_council", TownCouncil = "town_council", CommunityCouncil = "community_council",
        AreaForum = "area_forum", JointCommittee = "joint_committee", SafeguardingBoard = "safeguarding_board",
        PublicServicesBoard = "public_services_board", WorkingGroup = "working_group", Other = "other",
    }
}

terms! {
    /// Whether the meeting took place.
    MeetingState {
        Scheduled = "scheduled", Held = "held", Adjourned = "adjourned", Cancelled = "cancelled",
        Rescheduled = "rescheduled", Inquorate = "inquorate", Unknown = "unknown",
    }
}

terms! {
    /// How somebody attended.
    Attendance {
        Present = "present", InAttendance = "in_attendance", Remote = "remote", Partial = "partial",
        Apologies = "apologies", Absent = "absent", Expected = "expected", Inferred = "inferred",
        Unknown = "unknown",
    }
}

terms! {
    /// As what somebody attended.
    Role {
        Chair = "chair", ViceChair = "vice_chair", Member = "member", Substitute = "substitute",
        Officer = "officer", Presenter = "presenter", MinuteTaker = "minute_taker",
        PortfolioHolder = "portfolio_holder", Partner = "partner", Observer = "observer", Guest = "guest",
        Public = "public", ExpertAdviser = "expert_adviser",
    }
}

terms! {
    /// What was decided, by its deciding word.
    DecisionType {
        Resolved = "resolved", Agreed = "agreed", Approved = "approved", Noted = "noted",
        Recommended = "recommended", Requested = "requested", Elected = "elected", Appointed = "appointed",
        MinutesApproved = "minutes_approved", Deferred = "deferred", Referred = "referred",
        Refused = "refused", Granted = "granted", Rejected = "rejected", Withdrawn = "withdrawn",
        ExclusionOfPublic = "exclusion_of_public", Thanks = "thanks", Delegated = "delegated",
        Ordered = "ordered", Other = "other",
    }
}

terms! {
    /// How a decision is marked in the document.
    DecisionTier { Formal = "formal", Recorded = "recorded", Discussion = "discussion", }
}

terms! {
    /// What became of a motion.
    Outcome {
        Carried = "carried", Lost = "lost", Deferred = "deferred", Withdrawn = "withdrawn",
        TiedCastingVote = "tied_casting_vote", Unknown = "unknown",
    }
}

terms! {
    /// How an action is marked in the document.
    ActionTier { Marked = "marked", Stated = "stated", Implied = "implied", }
}

terms! {
    /// Whether an action is done.
    ActionStatus { Open = "open", Done = "done", Dropped = "dropped", Unknown = "unknown", }
}

terms! {
    /// What the document says of declarations of interest.
    DeclarationsState {
        /// At least one person declared one.
        Declared = "declared",
        /// It says that nobody did.
        NoneDeclared = "none_declared",
        /// An agenda asks for them.
        Invited = "invited",
        /// It does not say.
        NotRecorded = "not_recorded",
    }
}

terms! {
    /// Whether part of the meeting was held without the public.
    ExemptState { Open = "open", Planned = "planned", Excluded = "excluded", NotRecorded = "not_recorded", }
}

terms! {
    /// What became of the minutes of an earlier meeting.
    PreviousOutcome {
        Approved = "approved", ApprovedWithCorrections = "approved_with_corrections",
        NotApproved = "not_approved", Listed = "listed",
    }
}

terms! {
    /// Where the words of a document come from.
    TextOrigin { Native = "native", Ocr = "ocr", Mixed = "mixed", None = "none", }
}

terms! {
    /// Why a file has no record.
    FailureReason {
        /// The worker died.
        Crashed = "crashed",
        /// It is broken beyond repair.
        Damaged = "damaged",
        /// It holds no bytes.
        Empty = "empty",
        /// It needs a password.
        Encrypted = "encrypted",
        /// Its original is spoilt or not there, and so is the file.
        LostOriginal = "lost_original",
        /// Its pages are pictures.
        NoText = "no_text",
        /// A reason of another version of minutebook.
        Other = "other",
        /// Reading took more memory than a worker has.
        OutOfMemory = "out_of_memory",
        /// It is larger than the limits of reading.
        OverLimit = "over_limit",
        /// The reader found a fault in itself.
        Panicked = "panicked",
        /// It is nested too deep.
        StackOverflow = "stack_overflow",
        /// Reading took longer than the deadline.
        TimedOut = "timed_out",
        /// It is of no kind that is read.
        UnknownFormat = "unknown_format",
        /// It could not be opened.
        Unreadable = "unreadable",
        /// The worker's words could not be understood.
        Worker = "worker",
    }
}

impl FailureReason {
    /// The machine may have been the cause and not the file: it was out of memory, or busy, or somebody killed the
    /// worker.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Crashed | Self::OutOfMemory | Self::TimedOut | Self::Worker)
    }
}
